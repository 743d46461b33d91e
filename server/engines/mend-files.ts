import { ControlError } from '../control/control-error.ts'
import type { RemedyKind } from '../control/engines-contract.ts'
import type { FoundEngine } from './find-engines.ts'
import type { RegistryToReach } from './registry-to-reach.ts'
import type { Surroundings } from './surroundings.ts'

export async function doByFile(
  _engine: FoundEngine,
  _remedy: Exclude<RemedyKind, 'relay'>,
  _registry: RegistryToReach,
  _around: Surroundings,
): Promise<void> {
  throw new ControlError('FORBIDDEN', 'not yet')
}
