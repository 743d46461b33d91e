import type { RepositoryName } from '../oci/name.ts'
import type { SyncEnd } from './end.ts'
import type { BlobSends } from './blob-sends.ts'
import type { GatheredManifest } from './gather.ts'
import type { Levels } from './levels.ts'
import type { PlannedImage } from './plan-contents.ts'
import type { Tally } from './progress.ts'
import { noteReferrer } from './referrers-tag.ts'
import { isReferrersTag } from './rule.ts'

export interface ImageParts {
  readonly source: SyncEnd
  readonly target: SyncEnd
  readonly blobs: BlobSends
  readonly levels: Levels
  readonly tally: Tally
  readonly signal: AbortSignal
}

/** The tag was moved while the plan lay there. */
export class TagMoved extends Error {
  override readonly name = 'TagMoved'
}

/**
 * Brings an image over from the bottom up: blobs, what an index refers to, the index, what refers to it, and
 * the tag last, so that whatever the other side shows is whole.
 *
 * @throws TagMoved, or what keeps a part of it from getting there; what got there stays
 */
export async function sendImage(parts: ImageParts, image: PlannedImage): Promise<void> {
  const { target, levels, signal } = parts
  const { repository: name, tag, work, from } = image
  if (!work || !from) return
  await everyOne(work.blobs.map((blob) => parts.blobs.bring(name, blob)))
  for (const manifest of work.manifests) await put(parts, name, manifest)
  // Where something refers to it, it has to be there before its tag.
  if (work.root && work.referrers.length > 0) await put(parts, name, work.root)
  for (const referrer of work.referrers) {
    await put(parts, name, referrer)
    levels.keep(name, `@${referrer.descriptor.digest}`, referrer.descriptor.digest)
  }
  if (!work.tags || !work.root) return
  if (image.to) await checkUnmoved(target, image, signal)
  await put(parts, name, work.root, tag)
  if (!isReferrersTag(tag)) levels.keep(name, tag, from.digest)
}

async function put(
  { source, target, tally, signal }: ImageParts,
  name: RepositoryName,
  { descriptor, subject }: GatheredManifest,
  reference: string = descriptor.digest,
): Promise<void> {
  const bytes = await source.manifest(name, descriptor, { signal })
  const { mediaType } = descriptor
  const { keepsReferrers } = await target.putManifest(name, reference, { mediaType, bytes, signal })
  tally.moved(bytes.length)
  if (subject !== undefined && !keepsReferrers) {
    await noteReferrer(target, name, subject, descriptor, bytes, signal)
  }
}

async function checkUnmoved(
  target: SyncEnd,
  { repository, tag, to }: PlannedImage,
  signal: AbortSignal,
): Promise<void> {
  const found = (await target.resolveTags(repository, [tag], { signal })).get(tag)
  if (found && found.digest !== to?.digest) {
    throw new TagMoved(`${repository}:${tag} was changed there in the meantime: look again`)
  }
}

/** Waits for all, also when one fails. */
async function everyOne(all: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(all)
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure) throw failure.reason
}
