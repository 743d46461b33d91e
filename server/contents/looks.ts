import type { Reading } from '../control/contents-contract.ts'
import type { Digest } from '../oci/digest.ts'
import type { Clock } from './clock.ts'
import type { Failures } from './failures.ts'
import type { ImageReadings } from './image-readings.ts'
import { placesUpTo, readingOf } from './progress.ts'
import type { StoredImage } from './stored-image.ts'
import type { ImageState } from './tasks.ts'

/** What somebody looks at. */
export interface Wanted {
  readonly image: StoredImage
  /** One layer alone. */
  readonly layer?: Digest | undefined
}

export interface Looks {
  /**
   * Asks the index. What is not there yet begins to be read, and is waited for a moment, so that what is
   * read quickly is told at once.
   */
  at<T extends { readonly states: readonly ImageState[] }>(
    wanted: readonly Wanted[],
    find: () => Promise<T>,
  ): Promise<{ readonly found: T; readonly readings: readonly Reading[] }>
  /** Reads a layer, and waits for it a moment. */
  read(wanted: Wanted): Promise<void>
}

export interface LookParts {
  readonly readings: ImageReadings
  readonly failures: Failures
  readonly clock: Clock
}

/** Milliseconds that an answer waits. */
const SOON = 250

export function createLooks({ readings, failures, clock }: LookParts): Looks {
  async function read(wanted: readonly Wanted[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const callOff = clock.startTimer(resolve, SOON)
    const all = Promise.allSettled(wanted.map(({ image, layer }) => readings.ask(image, layer)))
    await Promise.race([promise, all])
    callOff()
  }

  return {
    async at(wanted, find) {
      let found = await find()
      const unread = wanted.filter((_, at) => !isRead(wanted[at], found.states[at]))
      if (unread.length > 0) {
        await read(unread)
        found = await find()
      }
      const told = wanted.flatMap(({ image, layer }, at) => {
        const state = found.states[at]
        return state ? [readingOf(image, layer, state, failures)] : []
      })
      return { found, readings: told }
    },
    read: (wanted) => read([wanted]),
  }
}

function isRead(wanted: Wanted | undefined, state: ImageState | undefined): boolean {
  return !wanted || !state || state.applied >= placesUpTo(wanted.image, wanted.layer)
}
