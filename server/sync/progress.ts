import type { PlannedImage } from './plan-contents.ts'

/** How far a run has come. Sizes are bytes. */
export interface Progress {
  /** That have to move. */
  readonly totalBytes: number
  /** Of those, what is there now. */
  readonly doneBytes: number
  /** That went over the line, also those that went again. */
  readonly sentBytes: number
  /** That went more than once. */
  readonly resentBytes: number
  /** Taken over from another repository there. */
  readonly mountedBytes: number
  /** A second, over the last seconds. */
  readonly rate: number
  readonly secondsLeft?: number
  readonly images: { readonly total: number; readonly done: number; readonly failed: number }
  /** Images under way, the first begun first. */
  readonly current: readonly ImageProgress[]
}

export interface ImageProgress {
  readonly repository: string
  readonly tag: string
  readonly doneBytes: number
  readonly totalBytes: number
  /** Blobs under way. */
  readonly blobs: readonly BlobProgress[]
}

export interface BlobProgress {
  readonly digest: string
  readonly doneBytes: number
  readonly totalBytes: number
}

/** Told by the engine, asked by whoever shows it. */
export interface Tally {
  begin(image: PlannedImage): void
  end(image: PlannedImage, failed: boolean): void
  /** A blob of these images is at this offset. */
  blobAt(repository: string, digest: string, size: number, offset: number): void
  blobDone(
    repository: string,
    digest: string,
    size: number,
    way: 'sent' | 'mounted' | 'there',
  ): void
  sent(bytes: number): void
  resent(bytes: number): void
  moved(bytes: number): void
  now(): Progress
}

/** The rate is that of the last so many milliseconds. */
const WINDOW = 5_000

export function createTally(
  totalBytes: number,
  images: number,
  clock: () => number = () => performance.now(),
): Tally {
  const current = new Set<PlannedImage>()
  const blobs = new Map<string, { digest: string; size: number; offset: number }>()
  const totals = { done: 0, sent: 0, resent: 0, mounted: 0, images: 0, failed: 0 }
  const samples: { at: number; sent: number }[] = [{ at: clock(), sent: 0 }]

  function rate(): number {
    const at = clock()
    samples.push({ at, sent: totals.sent })
    while (samples.length > 2 && at - (samples[0]?.at ?? at) > WINDOW) samples.shift()
    const [first] = samples
    const elapsed = at - (first?.at ?? at)
    return elapsed < 1 ? 0 : Math.round(((totals.sent - (first?.sent ?? 0)) / elapsed) * 1000)
  }

  const underWay = (): number => [...blobs.values()].reduce((sum, { offset }) => sum + offset, 0)

  function showImage(image: PlannedImage): ImageProgress {
    const { repository, tag, work } = image
    const own = (work?.blobs ?? []).map(({ descriptor }) => descriptor)
    const open = own.flatMap(({ digest }) => blobs.get(`${repository} ${digest}`) ?? [])
    const done = own.filter(({ digest }) => finished.has(`${repository} ${digest}`))
    const doneBytes = sum(done.map(({ size }) => size)) + sum(open.map(({ offset }) => offset))
    return {
      repository,
      tag,
      doneBytes,
      totalBytes: sum(own.map(({ size }) => size)),
      blobs: open.map(({ digest, size, offset }) => ({
        digest,
        doneBytes: offset,
        totalBytes: size,
      })),
    }
  }

  const finished = new Set<string>()

  return {
    begin: (image) => void current.add(image),
    end(image, failed) {
      current.delete(image)
      totals.images++
      if (failed) totals.failed++
    },
    blobAt: (repository, digest, size, offset) =>
      void blobs.set(`${repository} ${digest}`, { digest, size, offset }),
    blobDone(repository, digest, size, way) {
      const key = `${repository} ${digest}`
      blobs.delete(key)
      finished.add(key)
      if (way === 'sent') totals.done += size
      if (way === 'mounted') totals.mounted += size
    },
    sent: (bytes) => void (totals.sent += bytes),
    resent: (bytes) => void (totals.resent += bytes),
    moved(bytes) {
      totals.sent += bytes
      totals.done += bytes
    },
    now() {
      const doneBytes = Math.min(totalBytes, totals.done + underWay())
      const speed = rate()
      const left = totalBytes - doneBytes
      return {
        totalBytes,
        doneBytes,
        sentBytes: totals.sent,
        resentBytes: totals.resent,
        mountedBytes: totals.mounted,
        rate: speed,
        ...(speed > 0 && left > 0 && { secondsLeft: Math.ceil(left / speed) }),
        images: { total: images, done: totals.images, failed: totals.failed },
        current: [...current].map(showImage),
      }
    },
  }
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)
