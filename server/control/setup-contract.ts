import { flag, list, nothing, object, oneOf, optional, text } from './check.ts'
import { read, write } from './method.ts'

/** Setting Berth up, step by step: how far somebody came, and what they typed. A part of the contract. */

/** Names of steps and of what was typed. */
const NAME_LENGTH = 60

/** What was typed into one field. */
const DRAFT_LENGTH = 2_000

/** Fields of all steps together. */
export const MOST_DRAFTS = 60

/** Steps there may ever be. */
export const MOST_STEPS = 20

export interface Setup {
  /** `new`: Berth was just installed, nothing was set and no image is there. */
  readonly state: 'new' | 'begun' | 'done'
  /** Where somebody was last. */
  readonly step?: string
  /** Steps that are over, and how each ended. */
  readonly passed: Readonly<Record<string, StepEnd>>
  /** What was typed and not applied yet, by name. Never a secret. */
  readonly draft: Readonly<Record<string, string>>
}

export type StepEnd = 'done' | 'skipped'

const name = text(NAME_LENGTH)

export const SETUP_METHODS = {
  'setup.get': read<Setup>()(nothing),
  /**
   * Keeps what is named, the rest stays; an empty draft is forgotten. `anew` forgets all that was kept
   * before. FORBIDDEN on a host that keeps nothing.
   */
  'setup.keep': write<Setup>()(
    object({
      anew: optional(flag),
      state: optional(oneOf('begun', 'done')),
      step: optional(name),
      passed: optional(object({ step: name, as: oneOf('done', 'skipped') })),
      draft: optional(list(object({ name, value: text(DRAFT_LENGTH, 0) }), MOST_DRAFTS)),
    }),
  ),
} as const
