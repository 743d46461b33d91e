import type { Caller, Input } from '../control/contract.ts'
import { ControlError } from '../control/control-error.ts'
import { newTag, noImage, referenceNamed, repositoryNamed } from '../library/names.ts'
import { asRepositoryName, parseRepositoryName, type RepositoryName } from '../oci/name.ts'
import type { Registry } from '../registry/registry.ts'
import { localRepository } from '../sync/local.ts'
import type { Outlet } from './outlet.ts'
import { storeImage } from './store-image.ts'

/**
 * Gives an image of one repository a name in another, which takes over its blobs.
 *
 * @throws ControlError NOT_FOUND, CONFLICT, INVALID_INPUT
 */
export function createCopyTag(registry: Registry, outlet: Outlet) {
  return async (input: Input<'tags.copy'>, caller: Caller): Promise<void> => {
    const { from, replace } = input
    const source = localRepository(registry, repositoryNamed(from.repository))
    const repository = newRepository(input.repository)
    const tag = newTag(input.tag)
    const root = await source.resolve(referenceNamed(from.repository, from.reference))
    if (!root) throw noImage(from.repository, from.reference)
    const target = await registry.manifests.get(repository, { kind: 'tag', tag })
    if (target && target.digest !== root.digest && !replace) {
      throw new ControlError('CONFLICT', `${repository}:${tag} is another image already`, 'tag')
    }
    const image = { source, root, tags: [tag] }
    const stored = await storeImage(localRepository(registry, repository), image)
    await outlet.stored({ ...stored, repository, way: 'copy' }, caller)
  }
}

/** @throws ControlError INVALID_INPUT, for a repository that may have to be made */
function newRepository(text: string): RepositoryName {
  const name = asRepositoryName(text)
  if (name) return name
  try {
    return parseRepositoryName(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ControlError('INVALID_INPUT', why, 'repository', { cause: error })
  }
}
