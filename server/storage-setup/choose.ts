import type { AzureConfig } from '../config/azure-config.ts'
import { ControlError } from '../control/control-error.ts'
import type { FolderLook, StorageTest } from '../control/storage-contract.ts'
import type { StorageChoice, StorageSettings } from '../control/storage.ts'
import { usualUrl } from './usual-url.ts'

/** A place in Azure as it is written into the configuration, without its credential. */
export function azureChoice(config: AzureConfig): Extract<StorageChoice, { kind: 'azure' }> {
  const { accountName, container, rootDirectory, serviceUrl, credential } = config
  const isUsual = serviceUrl.href === usualUrl(accountName).href
  return {
    kind: 'azure',
    accountName,
    container,
    rootDirectory,
    ...(!isUsual && { serviceUrl }),
    credential: credential.kind === 'default' ? 'default_credentials' : 'keychain',
  }
}

/** @throws ControlError CONFLICT */
export function refuseFixed(settings: StorageSettings): void {
  const source = settings.fixedBy()
  if (source === undefined) return
  throw new ControlError('CONFLICT', `where images live is set by ${source}; change it there`)
}

/** @throws ControlError CONFLICT */
export function refuseFailed(outcome: StorageTest): void {
  if (!outcome.works) throw new ControlError('CONFLICT', outcome.message)
}

const UNFIT: Partial<Readonly<Record<FolderLook['state'], string>>> = {
  relative: 'name the whole path of a folder',
  'not-a-folder': 'this is a file: name a folder',
  'not-writable': 'Berth may not write there: choose another folder, or give its user the right to',
}

/** @throws ControlError INVALID_INPUT */
export function refuseUnfit({ state }: FolderLook): void {
  const message = UNFIT[state]
  if (message !== undefined) throw new ControlError('INVALID_INPUT', message, 'folder')
}
