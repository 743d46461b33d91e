import type { SyncEnd } from './end.ts'
import { createBlobSends } from './blob-sends.ts'
import type { ImageOutcome } from './outcome.ts'
import type { KeptUploads } from './kept-uploads.ts'
import type { Levels } from './levels.ts'
import type { Pace } from './pace.ts'
import type { Plan, PlannedImage } from './plan-contents.ts'
import { createTally, type Progress } from './progress.ts'
import { removeTags } from './remove-tags.ts'
import type { Retries } from './retry.ts'
import { sendImage, TagMoved } from './send-image.ts'
import { whyFailed } from './why-failed.ts'
import { createWidth, type Width } from './width.ts'

export interface EngineParts {
  readonly source: SyncEnd
  readonly target: SyncEnd
  readonly levels: Levels
  readonly uploads: KeptUploads
  readonly retries: Retries
  readonly pace: Pace
  /** Blobs under way; told of trouble by whoever sees it. */
  readonly width: Width
  readonly signal: AbortSignal
  /** Bytes of one request. */
  readonly chunkSize?: number
  /** Told of every image as it ends. */
  readonly onImage?: (outcome: ImageOutcome) => void
  /** Given the way to ask how far it is, at the beginning. */
  readonly onProgress?: (now: () => Progress) => void
}

export interface RunResult {
  readonly outcomes: readonly ImageOutcome[]
  readonly progress: Progress
}

/** Blobs, and images, under way at once. */
export const MOST_BLOBS = 12
const MOST_IMAGES = 10
const CHUNK = 32 * 1024 * 1024

/**
 * Does what a plan says. What fails for one image is told of it, and the others go on; tags go away only
 * after all else got there.
 *
 * @throws the reason of the signal
 */
export async function runPlan(parts: EngineParts, { images, totals }: Plan): Promise<RunResult> {
  const { source, target, levels, signal } = parts
  const work = images.filter((image) => image.work !== undefined)
  const tally = createTally(totals.bytesToSend, work.length)
  parts.onProgress?.(tally.now)
  // Here nothing on the way takes only so much at once.
  const size = target.isHere ? Infinity : (parts.chunkSize ?? CHUNK)
  const blobs = createBlobSends({ ...parts, tally, chunks: { size, apart: false } }, parts.width)
  const slots = createWidth(MOST_IMAGES)
  const outcomes: ImageOutcome[] = []
  const note = (outcome: ImageOutcome): void => {
    outcomes.push(outcome)
    parts.onImage?.(outcome)
  }

  async function bring(image: PlannedImage): Promise<void> {
    tally.begin(image)
    try {
      await sendImage({ source, target, blobs, levels, tally, signal }, image)
      tally.end(image, false)
      note({ image, state: 'done' })
    } catch (error) {
      tally.end(image, true)
      if (signal.aborted) return
      const state = error instanceof TagMoved ? 'conflict' : 'failed'
      note({ image, state, problem: whyFailed(error) })
    }
  }

  for (const image of images) if (!image.work && !image.deletes) note(unchanged(image, levels))
  // One that waits for the blobs of another waits outside the width of blobs.
  await Promise.all(work.map((image) => slots.run(() => bring(image), signal).catch(() => {})))
  signal.throwIfAborted()
  const going = images.filter(({ deletes }) => deletes)
  for (const outcome of await removeTags({ target, levels, signal }, going, images)) note(outcome)
  signal.throwIfAborted()
  return { outcomes, progress: tally.now() }
}

/** What is level is remembered as such. */
function unchanged(image: PlannedImage, levels: Levels): ImageOutcome {
  const { state, repository, tag, from, problem } = image
  if (state === 'equal' && from) {
    levels.keep(repository, tag, from.digest)
    return { image, state }
  }
  if (state === 'conflict' || state === 'only-there') return { image, state }
  return { image, state: 'failed', ...(problem !== undefined && { problem }) }
}
