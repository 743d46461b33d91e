import type { Caller, Input } from '../control/contract.ts'
import { ControlError } from '../control/control-error.ts'
import { asDigest, digestOf, type Digest } from '../oci/digest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import { tagLink } from '../registry/layout.ts'
import type { Registry } from '../registry/registry.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { newTag, noImage, referenceNamed, repositoryNamed } from './names.ts'
import type { Refresh } from './refresh.ts'

export interface AddTagParts {
  readonly registry: Registry
  readonly driver: StorageDriver
  readonly refresh: Refresh
}

/** Gives an image of the repository another tag. @throws ControlError NOT_FOUND, CONFLICT, INVALID_INPUT */
export type AddTag = (input: Input<'tags.add'>, caller: Caller) => Promise<void>

export function createAddTag({ registry, driver, refresh }: AddTagParts): AddTag {
  async function targetOf(name: RepositoryName, tag: Tag): Promise<Digest | undefined> {
    const bytes = await driver.read(tagLink(name, tag))
    return bytes && asDigest(bytes.toString('utf8').trim())
  }

  return async ({ repository, from, tag: text, replace }, { user }) => {
    const name = repositoryNamed(repository)
    const tag = newTag(text)
    const source = await registry.manifests.get(name, referenceNamed(repository, from))
    if (!source) throw noImage(repository, from)
    const digest = digestOf(source.bytes)
    const target = await targetOf(name, tag)
    if (target === digest) return
    if (target && !replace) {
      throw new ControlError('CONFLICT', `${repository}:${tag} is another image already`, 'tag')
    }
    await registry.manifests.put(name, { kind: 'tag', tag }, source.bytes, source.mediaType)
    await refresh.manifests(name, [digest])
    await refresh.tags(name, [tag], new Map([[tag, { at: Date.now(), by: user }]]))
  }
}
