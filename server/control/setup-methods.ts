import type { Service } from './contract.ts'
import { ControlError } from './control-error.ts'
import type { ControlHost, HostSetup, SetupSoFar } from './host.ts'
import type { Setup, SETUP_METHODS } from './setup-contract.ts'

export interface SetupMethodsParts {
  readonly host: Pick<ControlHost, 'setup'>
  /** Whether the registry holds no image; absent where it is away. */
  readonly isEmpty?: () => Promise<boolean>
}

/** A host that keeps nothing has nothing to be set up either. */
const NOTHING: Setup = { state: 'done', passed: {}, draft: {} }

export function setupMethods({
  host: { setup },
  isEmpty,
}: SetupMethodsParts): Pick<Service, keyof typeof SETUP_METHODS> {
  return {
    'setup.get': async () => {
      if (!setup) return NOTHING
      const kept = await setup.get()
      return { ...kept, state: kept.state ?? (await stateBefore(setup, isEmpty)) }
    },
    'setup.keep': async (changes) => {
      if (!setup) throw new ControlError('FORBIDDEN', 'this registry is set up elsewhere')
      return begun(await setup.keep(changes))
    },
  }
}

/** Nobody asked for it yet: it is offered only to who has nothing at all. */
async function stateBefore(
  { isUntouched }: HostSetup,
  isEmpty: SetupMethodsParts['isEmpty'],
): Promise<Setup['state']> {
  return isUntouched && (await isEmpty?.()) ? 'new' : 'done'
}

const begun = (kept: SetupSoFar): Setup => ({ ...kept, state: kept.state ?? 'begun' })
