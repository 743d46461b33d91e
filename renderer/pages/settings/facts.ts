import type { RegistryStatus } from '../../../server/control/registry-contract.ts'
import { strings } from '../../strings.ts'

/** Something that the registry was told, and the lines of config.yml that tell it. */
export interface SettingFact {
  readonly name: string
  readonly value: string
  /** Absent for what nobody sets. */
  readonly how?: string
}

const { facts: names, values } = strings.settings

/** What can be read of the registry's configuration, in the order people ask for it. */
export function factsOf(status: RegistryStatus, version?: string): readonly SettingFact[] {
  return [
    {
      name: names.addresses,
      value: status.addresses.join(', '),
    },
    { name: names.storage, ...storageFact(status) },
    { name: names.login, value: values.login[status.login], how: LOGIN },
    ...(version === undefined ? [] : [{ name: names.version, value: version }]),
  ]
}

const LOGIN = 'auth:\n  htpasswd:\n    realm: Berth\n    path: users.htpasswd'

const STORAGE: Readonly<Record<RegistryStatus['storage']['kind'], string>> = {
  filesystem: 'storage:\n  filesystem:\n    rootdirectory: /srv/registry',
  azure: 'storage:\n  azure:\n    accountname: ACCOUNT\n    container: registry',
  inmemory: 'storage:\n  inmemory: {}',
}

function storageFact({ storage: { kind, place } }: RegistryStatus) {
  const value = kind === 'inmemory' ? values.storage[kind] : `${values.storage[kind]}: ${place}`
  return { value, how: STORAGE[kind] }
}
