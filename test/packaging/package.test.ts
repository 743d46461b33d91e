import { join } from 'node:path'
import { expect, test } from 'vitest'
import { attempt } from '../support/command.ts'

const PACKAGE = join(import.meta.dirname, '../../build/package.ts')

test('where Electron cannot be had, packaging says so in one line and does nothing else', async () => {
  const outcome = await attempt(process.execPath, [PACKAGE], {
    env: {
      ELECTRON_OVERRIDE_DIST_PATH: '',
      // Nobody listens there; and one that was fetched for this system does not do for another.
      ELECTRON_MIRROR: 'http://127.0.0.1:1/',
      ELECTRON_INSTALL_PLATFORM: process.platform === 'win32' ? 'linux' : 'win32',
      ELECTRON_INSTALL_ARCH: 'ia32',
    },
  })
  expect(outcome.code).toBe(1)
  expect(outcome.stdout).toBe('')
  expect(outcome.stderr).toMatch(
    /^The desktop app cannot be packaged here: Electron \S+ could .+\.\n$/,
  )
})

test('a folder for Electron that is not there is named', async () => {
  const nowhere = join(import.meta.dirname, 'nowhere')
  const outcome = await attempt(process.execPath, [PACKAGE], {
    env: { ELECTRON_OVERRIDE_DIST_PATH: nowhere },
  })
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toBe(`ELECTRON_OVERRIDE_DIST_PATH names ${nowhere}, which is not there.\n`)
})
