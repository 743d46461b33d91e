import type { PlannedImage } from './plan-contents.ts'

/** What came of one image of a plan. */
export interface ImageOutcome {
  readonly image: PlannedImage
  readonly state: 'equal' | 'done' | 'deleted' | 'failed' | 'conflict' | 'only-there'
  /** For a person, where it failed. */
  readonly problem?: string
}

/** States in which there is nothing to tell of an image. */
export const UNCHANGED: ReadonlySet<string> = new Set(['equal'])
