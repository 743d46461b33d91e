import type { Import } from '../control/carry-contract.ts'
import { known } from '../library/known.ts'
import type { Archive } from './archive.ts'
import type { FoundImages } from './read-images.ts'

/** A file on its way into the registry. */
export interface ImportJob {
  readonly id: string
  readonly fileName: string
  state: Import['state']
  doneBytes: number
  totalBytes: number | undefined
  message: string | undefined
  /** Let go of once all is stored. */
  archive: Archive | undefined
  found: FoundImages | undefined
  stored: readonly { readonly name: string; readonly digest: string }[]
  /** When somebody last asked for it, in milliseconds since 1970. */
  askedAt: number
  readonly stop: AbortController
  /** What is done in the background; never rejects. */
  underWay: Promise<void>
}

export function newJob(id: string, fileName: string): ImportJob {
  return {
    id,
    fileName,
    state: 'reading',
    doneBytes: 0,
    totalBytes: undefined,
    message: undefined,
    archive: undefined,
    found: undefined,
    stored: [],
    askedAt: Date.now(),
    stop: new AbortController(),
    underWay: Promise.resolve(),
  }
}

/** As the console is told. */
export function toImport(job: ImportJob): Import {
  const images = job.found?.images ?? []
  return known({
    id: job.id,
    fileName: job.fileName,
    state: job.state,
    doneBytes: job.doneBytes,
    totalBytes: job.totalBytes,
    images: images.map(({ root, names, kind, platforms, sizeBytes, hasManifest }, index) =>
      known({
        index,
        names,
        kind,
        platforms,
        sizeBytes,
        digest: hasManifest ? root.digest : undefined,
      }),
    ),
    stored: job.stored,
    message: job.message,
  })
}
