import { flag, nothing, object } from './check.ts'
import { read, write } from './method.ts'

/**
 * What storage holds, what of it can go, and what in it is broken; a part of the contract. What takes its
 * time is begun by a method and told about by `care` events; `care.get` says what came of it.
 */

export type CareTask = 'measure' | 'preview' | 'collect' | 'check'

/** Something that is being done with storage. */
export interface CareWork {
  readonly task: CareTask
  readonly phase: 'listing' | 'reading' | 'removing'
  /** Blobs listed, repositories read, or blobs removed. */
  readonly done: number
  /** Freed, or read; absent where there are none to tell. */
  readonly bytes?: number
  /** Nobody asked for it: it was due. */
  readonly isBySelf?: true
}

export interface CareStatus {
  /** Absent while nothing is done. */
  readonly work?: CareWork
  /** What the last work ended with, if it failed. */
  readonly failure?: { readonly task: CareTask; readonly message: string }
  readonly usage?: StorageUsage
  /** A day each, the oldest first. */
  readonly growth: readonly { readonly day: string; readonly bytes: number }[]
  /** What would go. */
  readonly preview?: FreeReport
  /** What went. */
  readonly freed?: FreeReport
  readonly checked?: CheckReport
  readonly schedule: CareSchedule
}

export interface CareSchedule {
  readonly enabled: boolean
  readonly interval: number
  readonly untagged: boolean
  /** What was pushed, pulled or asked for within that time is left alone, in milliseconds. */
  readonly grace: number
  readonly next?: number
}

export interface StorageUsage {
  readonly measuredAt: number
  /** Of all blobs, each once. */
  readonly bytes: number
  readonly blobs: number
  readonly repositories: number
  /** Of what no repository has any more. */
  readonly unlinkedBytes: number
  /** Of what several repositories have, each once. */
  readonly sharedBytes: number
  /** The largest 20. */
  readonly largest: readonly {
    readonly name: string
    readonly bytes: number
    /** Of what no other repository has. */
    readonly uniqueBytes: number
  }[]
}

export interface FreeReport {
  readonly at: number
  readonly untagged: boolean
  /** Really given back, or what would be. */
  readonly bytes: number
  readonly blobs: number
  /** Untagged ones. */
  readonly manifests: number
  /** What is needed by nothing, but too new to go. */
  readonly waitingBytes: number
  /** Whose bytes they are, the largest first. */
  readonly images: readonly FreedImage[]
  /** Further ones that are not listed. */
  readonly moreImages: number
  readonly faults: number
}

export interface FreedImage {
  /** Absent where nothing tells whose they were. */
  readonly repository?: string
  /** Of its manifest; absent for what belongs to no manifest any more. */
  readonly digest?: string
  readonly bytes: number
}

export interface CheckReport {
  readonly at: number
  readonly digests: boolean
  readonly repositories: number
  readonly tags: number
  readonly manifests: number
  readonly blobs: number
  readonly faults: readonly StorageFault[]
  /** Further ones that are not listed. */
  readonly moreFaults: number
}

export interface StorageFault {
  readonly repository: string
  /** A tag or a digest; absent for what belongs to no image. */
  readonly reference?: string
  /** What is wrong, and what to do. */
  readonly text: string
  /** What is missing or wrong. */
  readonly digest?: string
  readonly detail?: string
}

export const CARE_METHODS = {
  'care.get': read<CareStatus>()(nothing),
  /** Each of these begins it; CONFLICT while something else is done. */
  'care.measure': read<CareStatus>()(nothing),
  'care.preview': read<CareStatus>()(object({ untagged: flag })),
  'care.collect': write<CareStatus>()(object({ untagged: flag })),
  'care.check': read<CareStatus>()(object({ digests: flag })),
  /** Stops what is done, whoever began it; what has gone by then was needed by nobody. */
  'care.cancel': read<CareStatus>()(nothing),
} as const
