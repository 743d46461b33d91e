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
  const { outcome } = trouble
  const isCutOff = outcome === 'refused' || outcome === 'unreachable' || outcome === 'timed-out'
  return isCutOff && trouble.engine.api ? [relay(trouble)] : []
}

function relay(_trouble: Trouble): Remedy {
  return { kind: 'relay', title: 'Start a relay', text: '', canDo: true, steps: [] }
}
