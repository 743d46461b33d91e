import type { HostSetup, SetupSoFar } from '../control/host.ts'
import type { Input } from '../control/contract.ts'
import { MOST_DRAFTS, MOST_STEPS, type StepEnd } from '../control/setup-contract.ts'
import { openVersionedFile, type FileForm } from '../versioned-file.ts'

export interface SetupParts {
  /** `setup.json` in the configuration folder. */
  readonly file: string
  /** Nothing was configured by anybody yet, so that somebody may want to. */
  readonly isUntouched: boolean
  /** Told why what was kept could not be used; for a person. */
  readonly onTrouble: (trouble: string) => void
}

type Keep = Input<'setup.keep'>

/** How far setting up has come, in a file that is read when it is first asked for. */
export function openSetup({ file, isUntouched, onTrouble }: SetupParts): HostSetup {
  let reading: ReturnType<typeof open> | undefined
  const open = async () => {
    const kept = await openVersionedFile(file, FORM)
    if (kept.trouble !== undefined) onTrouble(kept.trouble)
    return kept
  }
  const kept = async () => {
    try {
      return await (reading ??= open())
    } catch (error) {
      reading = undefined
      throw error
    }
  }
  return {
    isUntouched,
    get: async () => (await kept()).now,
    async keep(changes) {
      const now = await kept()
      await now.change((before) => changed(before, changes))
      return now.now
    },
  }
}

const FRESH: SetupSoFar = { passed: {}, draft: {} }
const BEGUN: SetupSoFar = { ...FRESH, state: 'begun' }

const FORM: FileForm<SetupSoFar> = {
  thing: 'state of the set-up',
  version: 1,
  migrations: [],
  defaults: FRESH,
  known: ({ state, step, passed, draft }) => ({
    ...((state === 'begun' || state === 'done') && { state }),
    ...(typeof step === 'string' && { step }),
    passed: textsOf(
      passed,
      MOST_STEPS,
      (end): end is StepEnd => end === 'done' || end === 'skipped',
    ),
    draft: textsOf(draft, MOST_DRAFTS, (text) => typeof text === 'string'),
  }),
}

function textsOf<T extends string>(
  found: unknown,
  most: number,
  fits: (value: unknown) => value is T,
): Readonly<Record<string, T>> {
  const pairs = Object.entries(typeof found === 'object' && found !== null ? found : {})
  return Object.fromEntries(pairs.filter((pair): pair is [string, T] => fits(pair[1])).slice(-most))
}

/** What was typed is of no use any more once all is set. */
function changed(before: SetupSoFar, { anew, state, step, passed, draft = [] }: Keep): SetupSoFar {
  const base = anew ? BEGUN : before
  const typed = {
    ...base.draft,
    ...Object.fromEntries(draft.map(({ name, value }) => [name, value])),
  }
  const texts = Object.entries(state === 'done' ? {} : typed).filter(([, value]) => value !== '')
  const ends = { ...base.passed, ...(passed && { [passed.step]: passed.as }) }
  return {
    ...base,
    ...(state && { state }),
    ...(step !== undefined && { step }),
    passed: Object.fromEntries(Object.entries(ends).slice(-MOST_STEPS)),
    draft: Object.fromEntries(texts.slice(-MOST_DRAFTS)),
  }
}
