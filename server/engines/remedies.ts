import type { Engine, EngineOutcome, Remedy } from '../control/engines-contract.ts'
import type { RegistryToReach } from './registry-to-reach.ts'
import type { FoundEngine } from './find-engines.ts'
import type { Surroundings } from './surroundings.ts'

export interface Trouble {
  readonly outcome: EngineOutcome
  readonly engine: FoundEngine
  readonly facts: Pick<Engine, 'kind' | 'system'>
  readonly registry: RegistryToReach
  readonly around: Surroundings
}

/** The ways out of it, the best first. */
export async function remediesFor(trouble: Trouble): Promise<readonly Remedy[]> {
  return trouble.outcome === 'reaches' ? [] : []
}
