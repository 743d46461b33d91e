import type { Config, Rules } from '../config/config.ts'
import type { Setting, SettingKey } from '../control/settings-contract.ts'

/** What is known of a setting, whatever its value. */
export interface KnownSetting extends Pick<Setting, 'kind' | 'choices' | 'applies'> {
  readonly key: SettingKey
  /** Whether it says anything here. */
  readonly fits?: (config: Config) => boolean
}

/** Every setting of the console, in the order in which it is shown. */
export const KNOWN_SETTINGS: readonly KnownSetting[] = [
  { key: 'http.addr', kind: 'text', applies: 'after-restart', fits: listensByTcp },
  { key: 'console.addr', kind: 'text', applies: 'after-restart' },
  { key: 'http.draintimeout', kind: 'text', applies: 'after-restart' },
  {
    key: 'storage.filesystem.rootdirectory',
    kind: 'text',
    applies: 'after-restart',
    fits: ({ storage }) => storage.driver.kind === 'filesystem',
  },
  { key: 'storage.delete.enabled', kind: 'switch', applies: 'at-once' },
  { key: 'storage.maintenance.readonly.enabled', kind: 'switch', applies: 'at-once' },
  { key: 'storage.maintenance.uploadpurging.enabled', kind: 'switch', applies: 'at-once' },
  { key: 'storage.maintenance.uploadpurging.age', kind: 'text', applies: 'at-once' },
  { key: 'storage.maintenance.uploadpurging.interval', kind: 'text', applies: 'at-once' },
  { key: 'storage.maintenance.gc.enabled', kind: 'switch', applies: 'at-once' },
  { key: 'storage.maintenance.gc.interval', kind: 'text', applies: 'at-once' },
  { key: 'storage.maintenance.gc.untagged', kind: 'switch', applies: 'at-once' },
  {
    key: 'log.level',
    kind: 'choice',
    choices: ['error', 'warn', 'info', 'debug'],
    applies: 'at-once',
  },
  { key: 'log.accesslog.disabled', kind: 'switch', applies: 'after-restart' },
]

function listensByTcp({ http }: Config): boolean {
  return http.listen.every(({ kind }) => kind === 'tcp')
}

/** Defaults that differ from place to place. */
export interface LocalDefaults extends Pick<Rules, 'deleteEnabled'> {
  /** `storage.maintenance.gc.enabled` */
  readonly freesSpace: boolean
}

/** Defaults, as they would be written. */
export function defaultsFor(
  { deleteEnabled, freesSpace }: LocalDefaults,
  rootDirectory: string,
): Readonly<Record<SettingKey, string>> {
  return {
    'http.addr': 'localhost:5000',
    'console.addr': '',
    'http.draintimeout': '10s',
    'storage.filesystem.rootdirectory': rootDirectory,
    'storage.delete.enabled': String(deleteEnabled),
    'storage.maintenance.readonly.enabled': 'false',
    'storage.maintenance.uploadpurging.enabled': 'true',
    'storage.maintenance.uploadpurging.age': '168h',
    'storage.maintenance.uploadpurging.interval': '24h',
    'storage.maintenance.gc.enabled': String(freesSpace),
    'storage.maintenance.gc.interval': '24h',
    'storage.maintenance.gc.untagged': 'false',
    'log.level': 'info',
    'log.accesslog.disabled': 'false',
  }
}
