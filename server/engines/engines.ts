import type { Engine } from '../control/engines-contract.ts'
import { ControlError } from '../control/control-error.ts'
import type { Engines } from '../control/engines.ts'
import { checkEngine } from './check-engine.ts'
import { describeEngine } from './describe-engine.ts'
import { findEngines, type FoundEngine } from './find-engines.ts'
import type { RegistryToReach } from './registry-to-reach.ts'
import type { Surroundings } from './surroundings.ts'

export interface EnginesParts {
  readonly registry: RegistryToReach
  readonly around: Surroundings
}

/** The engines of this machine. */
export function openEngines({ registry, around }: EnginesParts): Engines {
  async function find(id: string): Promise<FoundEngine> {
    const found = (await findEngines(around)).find((engine) => engine.id === id)
    if (found) return found
    throw new ControlError('NOT_FOUND', 'this engine is no longer there: look for engines again')
  }

  async function show(engine: FoundEngine): Promise<Engine> {
    const { id, endpoint } = engine
    return { id, endpoint, ...(await describeEngine(engine, around)), hasRelay: false }
  }

  return {
    list: async () => await Promise.all((await findEngines(around)).map(show)),
    check: async ({ engine }, signal) =>
      await checkEngine(await find(engine), registry, around, signal),
    mend: async () => {
      throw new ControlError('FORBIDDEN', 'not yet')
    },
    unmend: async () => {
      throw new ControlError('FORBIDDEN', 'not yet')
    },
    login: async () => {
      throw new ControlError('FORBIDDEN', 'not yet')
    },
  }
}
