import type { Service } from './contract.ts'
import { ControlError } from './control-error.ts'
import type { ControlHost, HostReach } from './host.ts'
import type { REACH_METHODS } from './reach-contract.ts'

/** @throws ControlError FORBIDDEN, from each where the settings of this host lie elsewhere */
export function reachMethods({
  reach,
}: Pick<ControlHost, 'reach'>): Pick<Service, keyof typeof REACH_METHODS> {
  const here = (): HostReach => {
    if (reach) return reach
    throw new ControlError('FORBIDDEN', 'who can reach this registry is changed elsewhere')
  }
  return {
    'reach.get': () => here().get(),
    'reach.open': (how) => here().open(how),
    'reach.close': () => here().close(),
    'reach.renew': () => here().renew(),
  }
}
