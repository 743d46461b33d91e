import type { Digest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import { asTag, type RepositoryName, type Tag } from '../oci/name.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { ahead } from './ahead.ts'
import { repositoryPath, tagIndexLink, tagLink, tagPath, tagsPath } from './layout.ts'
import type { Links } from './links.ts'
import type { Turns } from './turns.ts'

export interface Tags {
  /** In the order of Go's `sort.Strings`, from the first one greater than `after` on. */
  list(name: RepositoryName, after?: string): AsyncIterable<Tag>
  /** Whether anything was ever pushed under this name. */
  repositoryExists(name: RepositoryName): Promise<boolean>
  pointingTo(name: RepositoryName, digest: Digest): AsyncIterable<Tag>
  /** Removes one tag, nothing else. @throws RegistryError MANIFEST_UNKNOWN */
  remove(name: RepositoryName, tag: Tag): Promise<void>
  /** The same for a caller who has the repository to itself. */
  drop(name: RepositoryName, tag: Tag): Promise<void>
}

/** Links read at once when looking for the tags of a digest. */
const WIDTH = 16
const CONTENT = new Set(['_manifests', '_layers', '_uploads'])

export function createTags(driver: StorageDriver, links: Links, turns: Turns): Tags {
  async function* list(name: RepositoryName, after?: string): AsyncGenerator<Tag> {
    const options = after === undefined ? {} : { after }
    for await (const text of driver.list(tagsPath(name), options)) {
      const tag = asTag(text)
      if (tag) yield tag
    }
  }

  /** A crash of another registry can leave a tag's folder without its link: it is there to be removed. */
  async function exists(name: RepositoryName, tag: Tag): Promise<boolean> {
    return Boolean(await links.read(tagLink(name, tag))) || (await hasFolder(name, tag))
  }

  async function hasFolder(name: RepositoryName, tag: Tag): Promise<boolean> {
    for await (const _ of driver.list(tagPath(name, tag))) return true
    return false
  }

  async function drop(name: RepositoryName, tag: Tag): Promise<void> {
    do await links.remove(tagLink(name, tag), tagPath(name, tag))
    while (!driver.exclusive && (await isHalf(name, tag)))
  }

  /** Where others write too, one may have set the tag again while it went: what is left then leads nowhere. */
  async function isHalf(name: RepositoryName, tag: Tag): Promise<boolean> {
    // In this order, as it is the link that is written first.
    return (await hasFolder(name, tag)) && !(await links.read(tagLink(name, tag)))
  }

  return {
    list,
    drop,

    async repositoryExists(name) {
      for await (const child of driver.list(repositoryPath(name))) {
        if (CONTENT.has(child)) return true
      }
      return false
    },

    async *pointingTo(name, digest) {
      const candidates = driver.scan ? haveKnown(name, digest, driver.scan) : list(name)
      // All of them first: the caller may drop some.
      const all: Tag[] = await Array.fromAsync(candidates)
      const target = async (tag: Tag) => ({ tag, digest: await links.read(tagLink(name, tag)) })
      for await (const found of ahead(all, WIDTH, target)) {
        if (found.digest === digest) yield found.tag
      }
    },

    remove: (name, tag) =>
      turns.alone(name, async () => {
        if (!(await exists(name, tag))) {
          throw new RegistryError('MANIFEST_UNKNOWN', 'tag unknown', { detail: { name, tag } })
        }
        await drop(name, tag)
      }),
  }
}

/**
 * Tags that may point to `digest`, without reading any: those whose index says that they do or have done
 * so, and those without an index, as a delete leaves them that was broken off.
 */
async function* haveKnown(
  name: RepositoryName,
  digest: Digest,
  scan: NonNullable<StorageDriver['scan']>,
): AsyncGenerator<Tag> {
  const parent = tagsPath(name)
  let tag: Tag | undefined
  let isIndexed = true
  for await (const path of scanned(scan, parent)) {
    const next = asTag(path.slice(parent.length + 1).split('/', 1)[0] ?? '')
    if (next !== tag) {
      if (tag && !isIndexed) yield tag
      tag = next
      isIndexed = false
    }
    isIndexed ||= !tag || path !== tagLink(name, tag)
    if (tag && path === tagIndexLink(name, tag, digest)) yield tag
  }
  if (tag && !isIndexed) yield tag
}

/** All paths below `parent`, page by page. */
async function* scanned(
  scan: NonNullable<StorageDriver['scan']>,
  parent: string,
): AsyncGenerator<string> {
  for (let from = parent, more = true; more;) {
    const page = await scan(parent, from)
    yield* page.paths.filter((path) => path !== from)
    from = page.paths.at(-1) ?? from
    more = page.more
  }
}
