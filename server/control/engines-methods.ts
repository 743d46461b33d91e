import type { Service } from './contract.ts'
import type { ENGINES_METHODS } from './engines-contract.ts'
import type { Engines } from './engines.ts'

/** What stands behind the methods about engines. */
export function enginesMethods(engines: Engines): Pick<Service, keyof typeof ENGINES_METHODS> {
  return {
    'engines.list': () => engines.list(),
    'engines.check': (input, _caller, signal) => engines.check(input, signal),
    'engines.mend': (input, _caller, signal) => engines.mend(input, signal),
    'engines.unmend': (input, _caller, signal) => engines.unmend(input, signal),
    'engines.login': (input, _caller, signal) => engines.login(input, signal),
  }
}
