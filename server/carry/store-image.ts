import { parseDigest, type Digest } from '../oci/digest.ts'
import type { Descriptor } from '../oci/manifest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import type { Registry } from '../registry/registry.ts'
import type { Fetcher } from '../sync/content.ts'
import { copyGraph } from '../sync/copy.ts'
import { localRepository } from '../sync/local.ts'
import type { StoredImage } from './outlet.ts'

/** An image, and what it is to be called in a repository. */
export interface ImageToStore {
  readonly source: Fetcher
  readonly root: Descriptor
  readonly repository: RepositoryName
  readonly tags: readonly Tag[]
}

export interface StoreOptions {
  readonly signal?: AbortSignal
  readonly onBytes?: (count: number) => void
}

/** Stores all of an image, and then its tags. @throws CopyError, or the reason of the signal */
export async function storeImage(
  registry: Registry,
  { source, root, repository, tags }: ImageToStore,
  options: StoreOptions = {},
): Promise<Omit<StoredImage, 'way'>> {
  const target = localRepository(registry, repository)
  const manifests: Digest[] = []
  const onManifest = ({ digest }: Descriptor): void => void manifests.push(parseDigest(digest))
  await copyGraph(source, target, root, { ...options, onManifest })
  for (const tag of tags) await target.tag(root, tag)
  return { repository, digest: parseDigest(root.digest), manifests, tags }
}
