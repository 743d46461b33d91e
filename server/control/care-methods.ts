import type { Rules } from '../config/config.ts'
import type { CareAsker, CareDesk } from './care.ts'
import type { CARE_METHODS, CareStatus } from './care-contract.ts'
import type { Caller, Service } from './contract.ts'
import { ControlError } from './control-error.ts'

export interface CareMethodParts {
  /** As they are now. */
  readonly rules: () => Rules
  readonly care: CareDesk
}

/** The methods of `care-contract.ts`. */
export function careMethods({
  rules,
  care,
}: CareMethodParts): Pick<Service, keyof typeof CARE_METHODS> {
  const after = (begin: () => void): CareStatus | Promise<CareStatus> => {
    begin()
    return care.status()
  }
  return {
    'care.get': () => care.status(),
    'care.measure': (_, caller) => after(() => care.measure(by(caller))),
    'care.preview': ({ untagged }, caller) =>
      after(() => care.free({ untagged, dryRun: true, by: by(caller) })),
    'care.collect': ({ untagged }, caller) => {
      if (untagged) checkMayDelete(rules())
      return after(() => care.free({ untagged, dryRun: false, by: by(caller) }))
    },
    'care.check': (input, caller) => after(() => care.check({ ...input, by: by(caller) })),
    'care.cancel': () => after(() => care.cancel()),
  }
}

const by = (caller: Caller): CareAsker => ({ via: 'console', ...caller })

/** What no image needs may go from a registry that is read-only; an image may not. */
function checkMayDelete({ readOnly, deleteEnabled }: Rules): void {
  if (readOnly) throw new ControlError('FORBIDDEN', 'the registry is read-only for now')
  if (!deleteEnabled)
    throw new ControlError('FORBIDDEN', 'deleting is switched off in the settings')
}
