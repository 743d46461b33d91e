import type { Digest } from '../oci/digest.ts'
import type { Clock } from './clock.ts'
import type { Failures } from './failures.ts'
import type { IndexThread } from './index-thread.ts'
import type { LayerReadings } from './layer-readings.ts'
import type { StoredImage } from './stored-image.ts'
import type { ImageState } from './tasks.ts'

/** Reads the layers of images that somebody looks at, and goes on as long as they do. */
export interface ImageReadings {
  /**
   * Sees to it that the image is read, from the lowest layer up, or up to `layer`, which then comes first.
   * Resolves when that is done, nobody has asked for a while, or it cannot go on.
   */
  ask(image: StoredImage, layer: Digest | undefined): Promise<void>
  close(): Promise<void>
}

export interface ImageReadingParts {
  readonly thread: IndexThread
  readonly layers: LayerReadings
  readonly failures: Failures
  readonly clock: Clock
}

/** Milliseconds that a reading goes on for after the last time somebody asked. */
const LEASE = 20_000

/** One image that is being read. */
interface Job {
  readonly controller: AbortController
  readonly done: Promise<void>
  /** Layers up to this place are wanted. */
  upTo: number
  /** And these before all others, the last one first. */
  first: readonly Digest[]
  endLease: () => void
}

export function createImageReadings(parts: ImageReadingParts): ImageReadings {
  const { clock, failures } = parts
  const jobs = new Map<Digest, Job>()
  let isClosed = false

  function start(image: StoredImage): Job {
    const controller = new AbortController()
    const job: Job = {
      controller,
      // Not before it is whole: it looks at itself.
      done: Promise.resolve()
        .then(() => readImage(parts, image, job))
        .catch((error: unknown) => {
          if (!controller.signal.aborted) failures.note(image.layered.digest, error)
        }),
      upTo: 0,
      first: [],
      endLease: () => {},
    }
    jobs.set(image.layered.digest, job)
    const forget = (): void => {
      job.endLease()
      if (jobs.get(image.layered.digest) === job) jobs.delete(image.layered.digest)
    }
    void job.done.then(forget)
    return job
  }

  function stop(digest: Digest, job: Job): void {
    job.controller.abort()
    if (jobs.get(digest) === job) jobs.delete(digest)
  }

  return {
    async ask(image, layer) {
      if (isClosed) return
      const job = jobs.get(image.layered.digest) ?? start(image)
      job.endLease()
      job.endLease = clock.startTimer(() => stop(image.layered.digest, job), LEASE)
      const place =
        layer === undefined ? image.layered.layers.length - 1 : image.layered.layers.indexOf(layer)
      job.upTo = Math.max(job.upTo, place)
      if (layer) job.first = [layer, ...job.first.filter((one) => one !== layer)]
      await job.done
    },

    async close() {
      isClosed = true
      const all = [...jobs.values()]
      for (const [digest, job] of jobs) stop(digest, job)
      for (const job of all) job.endLease()
      await Promise.allSettled(all.map(({ done }) => done))
    },
  }
}

/** A layer at a time, and what can be merged as soon as it can be. */
async function readImage(parts: ImageReadingParts, image: StoredImage, job: Job): Promise<void> {
  const { thread, layers, failures } = parts
  const { signal } = job.controller
  const { repository } = image
  while (!signal.aborted && failures.of(image.layered.digest) === undefined) {
    const state = await thread.ask('state', image.layered)
    if (await mergeNext(thread, image, state, job)) continue
    const digest = nextLayer(image, state, job)
    if (digest === undefined || failures.of(digest) !== undefined) return
    try {
      await layers.read({ repository, digest }, signal)
    } catch (error) {
      if (!signal.aborted) failures.note(digest, error)
    }
  }
}

async function mergeNext(
  thread: IndexThread,
  image: StoredImage,
  { applied, layers }: ImageState,
  { upTo }: Job,
): Promise<boolean> {
  if (applied > upTo || layers[applied]?.state !== 'ready') return false
  await thread.ask('merge', image.layered)
  return true
}

function nextLayer(image: StoredImage, state: ImageState, job: Job): Digest | undefined {
  const isWanted = (digest: Digest): boolean =>
    state.layers[image.layered.layers.indexOf(digest)]?.state !== 'ready'
  return (
    job.first.find(isWanted) ??
    image.layered.layers.slice(0, job.upTo + 1).find((one) => isWanted(one))
  )
}
