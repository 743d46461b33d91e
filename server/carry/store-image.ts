import { parseDigest, type Digest } from '../oci/digest.ts'
import type { Descriptor } from '../oci/manifest.ts'
import type { Tag } from '../oci/name.ts'
import type { Fetcher, Target } from '../sync/content.ts'
import { copyGraph, type CopyOptions } from '../sync/copy.ts'

/** An image, and what it is to be called in a repository. */
export interface ImageToStore {
  readonly source: Fetcher
  readonly root: Descriptor
  /** What is said of it, and goes along. */
  readonly referrers?: readonly Descriptor[]
  readonly tags: readonly Tag[]
}

export interface ImageStored {
  readonly digest: Digest
  /** Manifests that the repository did not have before. */
  readonly manifests: readonly Digest[]
  readonly tags: readonly Tag[]
}

export type StoreOptions = Pick<CopyOptions, 'signal' | 'onBytes'>

/** Stores all of an image, and then its tags. @throws CopyError, or the reason of the signal */
export async function storeImage(
  target: Target,
  { source, root, referrers = [], tags }: ImageToStore,
  options: StoreOptions = {},
): Promise<ImageStored> {
  const manifests: Digest[] = []
  const onManifest = ({ digest }: Descriptor): void => void manifests.push(parseDigest(digest))
  for (const one of [root, ...referrers]) {
    await copyGraph(source, target, one, { ...options, onManifest })
  }
  for (const tag of tags) await target.tag(root, tag, options)
  return { digest: parseDigest(root.digest), manifests, tags }
}
