import type { Service } from './contract.ts'
import { ControlError } from './control-error.ts'
import type { ControlHost } from './host.ts'
import type { REMOTES_METHODS } from './remotes-contract.ts'
import type { HostRemotes } from './remotes.ts'

/** @throws ControlError FORBIDDEN, from each where this host keeps no other registries */
export function remotesMethods({
  host,
}: {
  readonly host: Pick<ControlHost, 'remotes'>
}): Pick<Service, keyof typeof REMOTES_METHODS> {
  const remotes = (): HostRemotes => {
    if (host.remotes) return host.remotes
    throw new ControlError('FORBIDDEN', 'other registries are not kept here')
  }
  return {
    'remotes.list': () => remotes().list(),
    'remotes.check': (input, _caller, signal) => remotes().check(input, signal),
    'remotes.test': (input, _caller, signal) => remotes().test(input, signal),
    'remotes.save': (input) => remotes().save(input),
    'remotes.delete': (input) => remotes().delete(input),
    'remotes.importable': () => remotes().importable(),
    'remotes.import': (input) => remotes().import(input),
  }
}
