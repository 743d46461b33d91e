import type { Digest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import { asTag, type RepositoryName, type Tag } from '../oci/name.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { ahead } from './ahead.ts'
import { indexEntry, repositoryPath, tagLink, tagPath, tagsPath } from './layout.ts'
import type { Links } from './links.ts'
import { sideBySide } from './side-by-side.ts'
import type { Turns } from './turns.ts'

export interface Tags {
  /** In the order of Go's `sort.Strings`, from the first one greater than `after` on. */
  list(name: RepositoryName, after?: string): AsyncIterable<Tag>
  /** Whether anything was ever pushed under this name. */
  repositoryExists(name: RepositoryName): Promise<boolean>
  pointingTo(name: RepositoryName, digest: Digest): AsyncIterable<Tag>
  pointingToAny(name: RepositoryName, digests: ReadonlySet<Digest>): AsyncIterable<Target>
  /** Removes one tag, nothing else. @throws RegistryError MANIFEST_UNKNOWN */
  remove(name: RepositoryName, tag: Tag): Promise<void>
  /** The same for many in one turn. @returns how each ended, in their order */
  removeEach(
    name: RepositoryName,
    tags: readonly Tag[],
  ): Promise<readonly PromiseSettledResult<void>[]>
  /** The same for a caller who has the repository to itself. */
  drop(name: RepositoryName, tag: Tag): Promise<void>
}

/** Where a tag points. */
export interface Target {
  readonly tag: Tag
  readonly digest: Digest
}

/** Tags removed at once. */
const REMOVED = 16
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

  async function* pointingToAny(
    name: RepositoryName,
    digests: ReadonlySet<Digest>,
  ): AsyncGenerator<Target> {
    const candidates = driver.scan ? haveKnown(name, digests, driver.scan) : list(name)
    // All of them first: the caller may drop some.
    const all: Tag[] = await Array.fromAsync(candidates)
    const target = async (tag: Tag) => ({ tag, digest: await links.read(tagLink(name, tag)) })
    for await (const { tag, digest } of ahead(all, WIDTH, target)) {
      if (digest && digests.has(digest)) yield { tag, digest }
    }
  }

  /** For a caller who has the repository to itself. */
  async function removeHere(name: RepositoryName, tag: Tag): Promise<void> {
    if (!(await exists(name, tag))) {
      throw new RegistryError('MANIFEST_UNKNOWN', 'tag unknown', { detail: { name, tag } })
    }
    await drop(name, tag)
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

    pointingToAny,

    async *pointingTo(name, digest) {
      for await (const { tag } of pointingToAny(name, new Set([digest]))) yield tag
    },

    remove: (name, tag) => turns.alone(name, () => removeHere(name, tag)),

    removeEach: (name, tags) =>
      turns.alone(name, () => sideBySide(tags, REMOVED, (tag) => removeHere(name, tag))),
  }
}

/**
 * Tags that may point to one of `digests`, without reading any: those whose index says that they do or
 * have done so, and those without an index, as a delete leaves them that was broken off.
 */
async function* haveKnown(
  name: RepositoryName,
  digests: ReadonlySet<Digest>,
  scan: NonNullable<StorageDriver['scan']>,
): AsyncGenerator<Tag> {
  const parent = tagsPath(name)
  const wanted = new Set(Array.from(digests, indexEntry))
  let tag: Tag | undefined
  let isIndexed = false
  let isWanted = false
  for await (const path of scanned(scan, parent)) {
    const next = asTag(path.slice(parent.length + 1).split('/', 1)[0] ?? '')
    if (next !== tag) {
      if (tag && (isWanted || !isIndexed)) yield tag
      tag = next
      isIndexed = isWanted = false
    }
    if (!tag) continue
    isIndexed ||= path !== tagLink(name, tag)
    isWanted ||= wanted.has(path.slice(tagPath(name, tag).length + 1))
  }
  if (tag && (isWanted || !isIndexed)) yield tag
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
