import { createHash } from 'node:crypto'
import { CANONICAL, finish, type Digest } from '../oci/digest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import { blobPath } from '../registry/layout.ts'
import type { Registry } from '../registry/registry.ts'
import { StorageUnavailable, type StorageDriver } from '../storage/driver.ts'
import { createBlobTable, type BlobTable } from './blob-table.ts'
import type { Fault } from './fault.ts'
import { faultsOf } from './faults-of.ts'
import { listBlobs } from './list-blobs.ts'
import {
  canonicalOf,
  surveyRepository,
  surveyTags,
  type Revision,
  type TagTarget,
} from './survey.ts'

export interface CheckOptions {
  /** Reads every blob that a manifest needs, and computes its digest. */
  readonly digests: boolean
  readonly signal?: AbortSignal
  readonly pause?: () => Promise<void>
  readonly onFault?: (fault: Fault) => void
  readonly onProgress?: (progress: CheckProgress) => void
}

export interface CheckProgress {
  readonly phase: 'listing' | 'reading'
  /** Blobs listed, or repositories read. */
  readonly done: number
  /** Whose content was read. */
  readonly readBytes: number
}

export interface Checked {
  readonly repositories: number
  readonly manifests: number
  readonly tags: number
  readonly blobs: number
  readonly faults: number
}

interface Look {
  readonly driver: StorageDriver
  readonly table: BlobTable
  readonly options: CheckOptions
  readonly counts: { -readonly [K in keyof Checked]: Checked[K] }
  readBytes: number
}

/**
 * Looks for what is broken in storage; changes nothing. What others push and delete meanwhile is no fault:
 * what seems to be missing is looked at again.
 *
 * @throws StorageUnavailable, or the signal's reason
 */
export async function check(
  driver: StorageDriver,
  registry: Registry,
  options: CheckOptions,
): Promise<Checked> {
  const counts = { repositories: 0, manifests: 0, tags: 0, blobs: 0, faults: 0 }
  const look: Look = { driver, options, counts, table: createBlobTable(), readBytes: 0 }
  await listBlobs(driver, look.table, {
    ...options,
    onProgress: ({ done }) => tell(look, 'listing', done),
  })
  for await (const name of registry.catalog.all()) {
    await checkRepository(look, name)
    counts.repositories++
    tell(look, 'reading', counts.repositories)
    options.signal?.throwIfAborted()
    await options.pause?.()
  }
  counts.blobs = look.table.count
  return counts
}

function tell({ options, readBytes }: Look, phase: CheckProgress['phase'], done: number): void {
  options.onProgress?.({ phase, done, readBytes })
}

function report({ options, counts }: Look, fault: Fault): void {
  counts.faults++
  options.onFault?.(fault)
}

async function checkRepository(look: Look, name: RepositoryName): Promise<void> {
  try {
    await checkWhole(look, name)
  } catch (error) {
    if (error instanceof StorageUnavailable || look.options.signal?.aborted) throw error
    report(look, { kind: 'unreadable', repository: name, detail: String(error) })
  }
}

async function checkWhole(look: Look, name: RepositoryName): Promise<void> {
  const { driver, table, counts } = look
  const tags = await surveyTags(driver, name)
  const survey = await surveyRepository(driver, table, name)
  const byImage = tagsByImage(survey.revisions, tags)
  for (const fault of faultsOf(survey, table)) {
    if (await isStill(look, fault)) report(look, { ...fault, ...byImage(fault.image) })
  }
  const known = new Set(survey.revisions.map(({ digest }) => digest))
  for (const { tag, digest } of tags) {
    if (!digest || !known.has(digest)) report(look, { kind: 'tag-lost', repository: name, tag })
  }
  counts.manifests += survey.revisions.length
  counts.tags += tags.length
  if (look.options.digests) await checkDigests(look, name, survey.revisions, byImage)
}

type OfImage = (image: Digest | undefined) => { readonly tag?: Tag }

/** The tag by which a person knows an image: for a part of a multi-platform one that of the whole. */
function tagsByImage(revisions: readonly Revision[], tags: readonly TagTarget[]): OfImage {
  const found = new Map<Digest, Tag>()
  for (const { tag, digest } of tags) if (digest && !found.has(digest)) found.set(digest, tag)
  for (const revision of revisions) {
    const tag = found.get(revision.digest)
    if (!tag) continue
    for (const part of revision.needs) if (!found.has(part)) found.set(part, tag)
  }
  return (image) => {
    const tag = image && found.get(image)
    return tag ? { tag } : {}
  }
}

/** A blob may have come since storage was looked through. */
async function isStill({ driver, table }: Look, { kind, digest }: Fault): Promise<boolean> {
  const isGone = kind === 'blob-missing' || kind === 'link-dangling'
  if (!isGone || !digest || table.size(digest) !== undefined) return true
  return (await driver.stat(blobPath(digest))) === undefined
}

async function checkDigests(
  look: Look,
  repository: RepositoryName,
  revisions: readonly Revision[],
  byImage: OfImage,
): Promise<void> {
  for (const revision of revisions) {
    const own = canonicalOf(revision)
    for (const digest of [...(own ? [own] : []), ...revision.needs]) {
      if (look.table.size(digest) === undefined || look.table.isMarked(digest)) continue
      const image = revision.digest
      const found = await digestOfBlob(look, digest)
      // Once, however many images have it.
      if (found === digest) look.table.mark(digest)
      else if (found)
        report(look, { kind: 'blob-digest', repository, image, digest, ...byImage(image) })
    }
  }
}

async function digestOfBlob(look: Look, digest: Digest): Promise<Digest | undefined> {
  const opened = await look.driver.open(blobPath(digest))
  if (!opened) return undefined
  const hash = createHash(CANONICAL)
  for await (const chunk of opened.body) {
    hash.update(chunk)
    look.readBytes += chunk.length
    look.options.signal?.throwIfAborted()
    tell(look, 'reading', look.counts.repositories)
  }
  return finish(hash)
}
