import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { loadConfig, type Origin } from '../../server/config/load.ts'
import type { StorageSetup } from '../../server/control/storage.ts'
import type { SecretsKeeper } from '../../server/secrets/secrets-keeper.ts'
import { openSettings } from '../../server/settings/settings.ts'
import { SECRET_NAME } from '../../server/storage-setup/kept-logins.ts'
import { createStorageSetup } from '../../server/storage-setup/storage-setup.ts'
import { temporaryFolder } from '../support/folder.ts'
import { keeperOf } from './keeper.ts'

export interface SetupWishes {
  /** Of config.yml; there is none unless given. */
  readonly text?: string
  readonly env?: NodeJS.ProcessEnv
  readonly overrides?: Origin['overrides']
  readonly keeper?: SecretsKeeper
  readonly isRunning?: boolean
}

/** The methods about storage, on a configuration file and secrets of their own. */
export interface OpenedSetup {
  readonly setup: StorageSetup
  readonly folder: string
  readonly file: string
  readonly read: () => Promise<string>
  /** What is kept, as it lies there. */
  readonly kept: () => Promise<string | undefined>
  /** The methods as they are after a restart. */
  readonly restarted: () => StorageSetup
}

/** Gone when the test is over. */
export async function openedSetup(wishes: SetupWishes = {}): Promise<OpenedSetup> {
  const { text, env = {}, overrides = {}, isRunning = true } = wishes
  const temporary = await temporaryFolder('setup')
  onTestFinished(() => temporary[Symbol.asyncDispose]())
  const folder = temporary.path
  const file = join(folder, 'config', 'config.yml')
  await mkdir(join(folder, 'config'))
  if (text !== undefined) await writeFile(file, text)
  const keeper = wishes.keeper ?? (await keeperOf())
  const home = { HOME: folder, ...env }
  const origin = { file, own: true, env: home, overrides, platform: 'linux' } as const
  const open = (): StorageSetup => {
    const { storage: settings } = openSettings(origin, loadConfig(origin))
    return createStorageSetup({ settings, secrets: keeper, isRunning })
  }
  return {
    setup: open(),
    folder,
    file,
    read: () => readFile(file, 'utf8'),
    kept: async () => (await keeper.open()).get(SECRET_NAME),
    restarted: open,
  }
}
