import { readdir, readFile, utimes } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import type { AuditEntry } from '../../server/audit/audit-entry.ts'
import { berth } from '../commands/berth.ts'
import { openByLogin } from '../control/browser.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { startReceiver, type Receiver } from '../notifications/receiver.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { asking, newImage, pushImage, type Ask } from '../support/http-image.ts'
import { digestOf } from '../support/snapshot.ts'

const cleanUp = cleanUpAfterAll()
/** Longer ago than any grace, in seconds. */
const LONG = 7 * 24 * 3_600

let folder: string
let receiver: Receiver
let server: TestServer
let ask: Ask

beforeEach(async () => {
  folder = cleanUp.use(await temporaryFolder('collected')).path
  receiver = cleanUp.use(await startReceiver())
  await writeHtpasswd(join(folder, 'users'), [ALICE])
  const endpoint = { name: 'hook', url: receiver.url, ignore: { actions: ['push', 'pull'] } }
  server = cleanUp.use(
    await startTestServer({
      folder: join(folder, 'images'),
      config: {
        auth: { htpasswd: { realm: 'x', path: join(folder, 'users') } },
        log: { audit: { path: join(folder, 'audit.log') } },
        notifications: { endpoints: [endpoint] },
      },
    }),
  )
  const open = asking(server.url)
  ask = (method, path, options) => open(method, path, { ...options, login: ALICE })
})

/** Pushes an image and takes its tag away, long ago. @returns its digest */
async function pushUntagged(name: string): Promise<string> {
  const image = newImage()
  await pushImage(ask, name, 'v1', image)
  await ask('DELETE', `/v2/${name}/manifests/v1`)
  const then = Date.now() / 1_000 - LONG
  const root = join(folder, 'images', 'docker')
  for (const entry of await readdir(root, { recursive: true })) {
    await utimes(join(root, entry), then, then)
  }
  return digestOf(image.manifest)
}

async function gone(file = join(folder, 'audit.log')): Promise<readonly AuditEntry[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const entries = lines.map((line) => JSON.parse(line) as AuditEntry)
  return entries.filter(({ action }) => action === 'gc')
}

test('images that go without a tag are told of, with who had it done; a look tells nothing', async () => {
  const first = await pushUntagged('team/app')
  await ask('POST', '/v2/_berth/collect?untagged&dryrun')
  await ask('POST', '/v2/_berth/collect')
  const browser = await openByLogin(server, ALICE)
  const answer = await ask('POST', '/v2/_berth/collect?untagged')
  expect(answer.body.toString()).toContain('"manifests":1')
  const second = await pushUntagged('team/web')
  await browser.call('care.collect', { untagged: true })
  await receiver.until(() => receiver.events.some(({ target }) => target.digest === second))

  const told = receiver.events.filter(({ target }) => target.digest !== undefined)
  const about = { action: 'delete', actor: { name: 'alice' } }
  expect(told).toMatchObject([
    { ...about, target: { repository: 'team/app', digest: first } },
    { ...about, target: { repository: 'team/web', digest: second } },
  ])
  await server.stop()
  const by = { user: 'alice', remote: '127.0.0.1' }
  expect(await gone()).toMatchObject([
    { ...by, via: 'client', repository: 'team/app', digest: first },
    { ...by, via: 'console', repository: 'team/web', digest: second },
  ])
})

test('a command on a folder that nobody serves writes them to the log beside the images', async () => {
  const digest = await pushUntagged('team/app')
  await server.stop()
  const images = join(folder, 'images')
  for (const options of [['--dry-run', '-m'], ['-m']]) {
    const { code, stderr } = await berth(['gc', ...options, '--data', images])
    expect(stderr).toBe('')
    expect(code).toBe(0)
  }
  const by = { via: 'command', user: userInfo().username }
  const log = join(images, '.berth', 'audit.log')
  expect(await gone(log)).toMatchObject([{ ...by, repository: 'team/app', digest }])
})
