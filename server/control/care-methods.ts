import type { Rules } from '../config/config.ts'
import type { CareDesk } from './care.ts'
import type { CARE_METHODS, CareStatus } from './care-contract.ts'
import type { Service } from './contract.ts'
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
    'care.measure': () => after(() => care.measure()),
    'care.preview': ({ untagged }) => after(() => care.free({ untagged, dryRun: true })),
    'care.collect': ({ untagged }) => {
      if (untagged) checkMayDelete(rules())
      return after(() => care.free({ untagged, dryRun: false }))
    },
    'care.check': (input) => after(() => care.check(input)),
    'care.cancel': () => after(() => care.cancel()),
  }
}

/** What no image needs may go from a registry that is read-only; an image may not. */
function checkMayDelete({ readOnly, deleteEnabled }: Rules): void {
  if (readOnly) throw new ControlError('FORBIDDEN', 'the registry is read-only for now')
  if (!deleteEnabled)
    throw new ControlError('FORBIDDEN', 'deleting is switched off in the settings')
}
