import type { Import } from '../control/carry-contract.ts'
import { known } from '../library/known.ts'
import type { Log } from '../log.ts'
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

export function newJob(id: string, fileName: string, archive: Archive): ImportJob {
  return {
    id,
    fileName,
    state: 'reading',
    doneBytes: 0,
    totalBytes: undefined,
    message: undefined,
    archive,
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

export function failJob(job: ImportJob, message: string): void {
  job.state = 'failed'
  job.message = message
}

/** What was left out, for whoever chooses and whoever looks at what was stored. */
export function notesOf({ found }: ImportJob): string | undefined {
  return [...(found?.damage ?? []), ...(found?.notes ?? [])].join('; ') || undefined
}

/** Lets go of the file. Never rejects. */
export async function letGo(job: ImportJob, log: Log): Promise<void> {
  const { archive } = job
  job.archive = undefined
  await archive?.close().catch((cause: unknown) => {
    log.warn('a file of images could not be closed', { cause })
  })
}
