import type { SettingKey } from '../../../server/control/settings-contract.ts'
import type { strings } from '../../strings.ts'

export interface SettingGroup {
  readonly name: keyof typeof strings.settings.groups
  readonly keys: readonly SettingKey[]
}

/** Which settings stand together, in the order people ask for them. */
export const SETTING_GROUPS: readonly SettingGroup[] = [
  { name: 'address', keys: ['http.addr', 'console.addr', 'http.draintimeout'] },
  {
    name: 'storage',
    keys: [
      'storage.filesystem.rootdirectory',
      'storage.delete.enabled',
      'storage.maintenance.readonly.enabled',
    ],
  },
  {
    name: 'cleaning',
    keys: [
      'storage.maintenance.uploadpurging.enabled',
      'storage.maintenance.uploadpurging.age',
      'storage.maintenance.uploadpurging.interval',
    ],
  },
  {
    name: 'space',
    keys: [
      'storage.maintenance.gc.enabled',
      'storage.maintenance.gc.interval',
      'storage.maintenance.gc.untagged',
    ],
  },
  { name: 'log', keys: ['log.level', 'log.accesslog.disabled'] },
]

/** A switch that says the opposite of its key. */
export const INVERTED: ReadonlySet<SettingKey> = new Set(['log.accesslog.disabled'])
