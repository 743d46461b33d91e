import type { RepositoryName, Tag } from '../oci/name.ts'
import type { Asking } from './content.ts'
import type { SyncEnd } from './end.ts'

export interface KeepAs {
  readonly repository: RepositoryName
  readonly tag: Tag
  readonly as: Tag
}

/** Gives an image another name where it is. @throws RemoteError, RegistryError */
export async function keepAs(
  end: SyncEnd,
  { repository, tag, as }: KeepAs,
  { signal }: Asking,
): Promise<void> {
  const found = (await end.resolveTags(repository, [tag], { signal })).get(tag)
  if (!found) return
  const bytes = await end.manifest(repository, found, { signal })
  await end.putManifest(repository, as, { mediaType: found.mediaType, bytes, signal })
}
