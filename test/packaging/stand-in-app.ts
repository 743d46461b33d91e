import { CLI } from '../support/cli.ts'
import { once } from 'node:events'
import { announced } from '../support/announcement.ts'
import { spawnTethered, stop } from '../support/child.ts'
import { temporaryFolder } from '../support/folder.ts'

/**
 * Stands in for the installed app, for want of Electron: a registry in a process of its own, and its
 * console in Chromium, which has the same `--remote-debugging-port`. `STAND_IN_FLAW=ends` makes it end
 * before it is there.
 */

if (process.env['STAND_IN_FLAW'] === 'ends') process.exit(3)

await using folder = await temporaryFolder('stand-in')
const registry = spawnTethered(process.execPath, [CLI, 'serve'], {
  stdio: ['ignore', 'pipe', 'pipe'],
})
const output = await announced(registry, 'the registry', /Push your first image/)
const [link = ''] = /http\S+\?token=\S+/.exec(output()) ?? []
const browser = spawnTethered(
  'chromium',
  [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    `--user-data-dir=${folder.path}`,
    ...process.argv.slice(2),
    link,
  ],
  { stdio: 'ignore' },
)
await once(process, 'SIGTERM')
await stop(browser)
await stop(registry)
