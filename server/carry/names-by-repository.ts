import type { RepositoryName, Tag } from '../oci/name.ts'
import type { ImageName } from './image-name.ts'

/** Each tag once, by the repositories that they are in. */
export type NamesByRepository = ReadonlyMap<RepositoryName, readonly Tag[]>

export function byRepository(names: readonly ImageName[]): NamesByRepository {
  const found = new Map<RepositoryName, readonly Tag[]>()
  for (const { repository, tag } of names) {
    found.set(repository, [...new Set([...(found.get(repository) ?? []), tag])])
  }
  return found
}
