import { parseDocument, isMap, type Document } from 'yaml'
import type { Loaded, Origin } from '../config/load.ts'
import { ControlError } from '../control/control-error.ts'
import type { StorageChoice, StorageSettings } from '../control/storage.ts'
import { newDocument } from './changed-text.ts'

export interface StorageSettingsParts {
  readonly origin: Origin
  readonly atStart: Loaded
  readonly now: () => Loaded
  /** Makes the file anew from its text, and tells what comes of it. */
  readonly rewrite: (edit: (text: string) => string) => Promise<void>
}

/** Where images live, in the file. */
export function storageSettings(parts: StorageSettingsParts): StorageSettings {
  const { origin, atStart, now, rewrite } = parts
  return {
    chosen: () => now().config.storage.driver,
    atStart: atStart.config.storage.driver,
    fixedBy: () => fixedBy(origin),
    async choose(choice) {
      const source = fixedBy(origin)
      if (source !== undefined) {
        throw new ControlError('CONFLICT', `where images live is set by ${source}; change it there`)
      }
      await rewrite((text) => withStorage(text, choice))
    },
  }
}

/** Any of a driver's variables names the driver, or a part of its place. */
const DRIVER_VARIABLE = /^REGISTRY_STORAGE(?:_(?:FILESYSTEM|AZURE|INMEMORY)(?:_\w+)?)?$/

function fixedBy({ overrides, env }: Origin): string | undefined {
  if (overrides?.dataFolder !== undefined) return '--data'
  return Object.keys(env).find((name) => DRIVER_VARIABLE.test(name) && env[name])
}

/** The keys of a place and of its credential; what else is set for Azure (`max_retries`) stays. */
const PLACE_KEYS = [
  'accountname',
  'container',
  'rootdirectory',
  'serviceurl',
  'realm',
  'accountkey',
  'sastoken',
  'connectionstring',
  'credentials',
] as const

/**
 * The text of a config.yml with another place for images; comments and the order of all else stay.
 *
 * @throws ControlError where the file is no valid YAML
 */
function withStorage(text: string, choice: StorageChoice): string {
  const document = text.trim() === '' ? newDocument() : parseDocument(text)
  if (document.errors.length > 0) {
    throw new ControlError('CONFLICT', 'the file is no valid YAML; mend it there first')
  }
  // `storage: inmemory` names a driver by a word alone.
  if (!isMap(document.get('storage'))) document.set('storage', document.createNode({}))
  if (choice.kind === 'filesystem') {
    dropDrivers(document, 'filesystem')
    set(document, 'filesystem', { rootdirectory: choice.folder })
  } else {
    dropDrivers(document, 'azure')
    for (const key of PLACE_KEYS) document.deleteIn(['storage', 'azure', key])
    set(document, 'azure', azureKeys(choice))
  }
  return document.toString({ lineWidth: 0 })
}

function dropDrivers(document: Document, kept: 'filesystem' | 'azure'): void {
  for (const driver of ['filesystem', 'azure', 'inmemory']) {
    if (driver !== kept) document.deleteIn(['storage', driver])
  }
  if (!isMap(document.getIn(['storage', kept]))) {
    document.setIn(['storage', kept], document.createNode({}))
  }
}

function set(document: Document, driver: string, keys: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(keys)) {
    if (value !== undefined) document.setIn(['storage', driver, key], document.createNode(value))
  }
}

function azureKeys(choice: Extract<StorageChoice, { kind: 'azure' }>) {
  const { accountName, container, rootDirectory, serviceUrl, credential } = choice
  return {
    accountname: accountName,
    container,
    rootdirectory: rootDirectory === '' ? undefined : rootDirectory,
    serviceurl: serviceUrl?.href,
    credentials: { type: credential },
  }
}
