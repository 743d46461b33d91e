import { EventEmitter } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Electron } from '../../electron/electron.ts'
import { startUpdates, type Updater } from '../../electron/updates.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'

const cleanUp = cleanUpAfterAll()

/** In place of electron-updater, which needs a packaged app and a place with a newer one. */
class FakeUpdater extends EventEmitter {
  autoDownload = true
  autoInstallOnAppQuit = true
  readonly deeds: string[] = []
  async checkForUpdates(): Promise<null> {
    this.deeds.push('look')
    this.emit('update-available', { version: '2.0.0' })
    return null
  }
  async downloadUpdate(): Promise<string[]> {
    this.deeds.push('download')
    this.emit('update-downloaded', { version: '2.0.0' })
    return []
  }
  quitAndInstall(): void {
    this.deeds.push('install')
  }
}

/** @param answers to what is asked, one after the other: 0 is yes */
async function updating(answers: readonly number[], hasChannel = true) {
  const { path } = cleanUp.use(await temporaryFolder('updates'))
  if (hasChannel) await writeFile(join(path, 'app-update.yml'), 'provider: generic\n')
  const updater = new FakeUpdater()
  const asked: string[] = []
  const dialog = {
    async showMessageBox({ message }: { message: string }) {
      asked.push(message)
      return { response: answers[asked.length - 1] ?? 1 }
    },
  }
  await startUpdates({ dialog } as unknown as Electron, {
    resources: path,
    load: async () => updater as unknown as Updater,
  })
  return { updater, asked }
}

test('without a place to look at nothing is looked for', async () => {
  const { updater } = await updating([], false)
  expect(updater.deeds).toEqual([])
})

test('nothing is fetched before somebody says yes, and nothing is asked twice', async () => {
  const { updater, asked } = await updating([1])
  expect(updater).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: false })
  await updater.checkForUpdates()
  expect(asked).toEqual(['Berth 2.0.0 can be downloaded'])
  expect(updater.deeds).toEqual(['look', 'look'])
})

test('what was fetched is installed only on another yes', async () => {
  const later = await updating([0, 1])
  await expect.poll(() => later.asked).toHaveLength(2)
  expect(later.updater.deeds).toEqual(['look', 'download'])
  const now = await updating([0, 0])
  await expect.poll(() => now.updater.deeds).toEqual(['look', 'download', 'install'])
})

test('an error is nobody’s business', async () => {
  const { updater } = await updating([1])
  expect(() => updater.emit('error', new Error('no network'))).not.toThrow()
})
