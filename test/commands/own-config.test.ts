import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { berth } from './berth.ts'

const cleanUp = cleanUpAfterAll()

test('without a file the one in the configuration folder counts, and a wrong one stops the start', async () => {
  const { path } = cleanUp.use(await temporaryFolder('own-config'))
  const file = join(path, 'berth', 'config.yml')
  await mkdir(join(path, 'berth'))
  await writeFile(file, 'version: 0.1\nlog: {level: loud}\n')
  const env = { ...process.env, XDG_CONFIG_HOME: path, HOME: path, APPDATA: path }
  const { code, stderr } = await berth(['serve', '--data', path, '--port', '0'], { env })
  expect(code).toBe(2)
  expect(stderr).toContain(`${file}:2: log.level: found "loud"`)
})
