import { ahead } from '../registry/ahead.ts'
import { blobPath, revisionLink, tagLink, tagPath } from '../registry/layout.ts'
import type { Registry } from '../registry/registry.ts'
import type { Turns } from '../registry/turns.ts'
import { algorithmOf, asDigest, CANONICAL, digestOf, type Digest } from '../oci/digest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { platformOf } from './describe.ts'
import type { FoundManifest, FoundTag, Index } from './index.ts'
import { parseJson } from './json.ts'
import type { ManifestFacts } from './known-contents.ts'
import type { Push } from './known-repositories.ts'
import { manifestFacts, type ReadPlatform } from './manifest-facts.ts'
import type { Pause } from './pauses.ts'
import { readSmall } from './small-blob.ts'

/**
 * Brings the index level with what storage says at this moment, for some tags or manifests of a
 * repository. Whatever happened, in whatever order one hears of it, this is right afterwards: it is
 * all that pushes, deletes and the survey do.
 */
export interface Refresh {
  tags(name: RepositoryName, tags: readonly Tag[], pushes?: Pushes<Tag>): Promise<void>
  manifests(
    name: RepositoryName,
    digests: readonly Digest[],
    pushes?: Pushes<Digest>,
  ): Promise<void>
}

/** What of it somebody has just pushed. */
export type Pushes<T> = ReadonlyMap<T, Push>

export interface RefreshParts {
  readonly registry: Registry
  readonly driver: StorageDriver
  readonly index: Index
  readonly turns: Turns
  readonly pause: Pause
  readonly onChange: (name: string) => void
}

/** Objects read at once for one repository. */
const WIDTH = 4

export function createRefresh(parts: RefreshParts): Refresh {
  const { index, turns, pause, onChange } = parts
  const readTag = createReadTag(parts)
  const readManifest = createReadManifest(parts)

  async function gather<T, R>(items: readonly T[], read: (item: T) => Promise<R | undefined>) {
    const found: R[] = []
    const readInTurn = async (item: T): Promise<R | undefined> => {
      await pause()
      return await read(item)
    }
    for await (const one of ahead(items, WIDTH, readInTurn)) if (one) found.push(one)
    return found
  }

  async function manifestsOnce(
    name: RepositoryName,
    digests: readonly Digest[],
    pushes: Pushes<Digest> = new Map(),
  ): Promise<readonly Digest[]> {
    const read = (digest: Digest) => readManifest(name, digest, pushes.get(digest))
    const found = await gather(digests, read)
    if (found.length === 0) return []
    const lost = new Set(index.applyManifests(name, found))
    onChange(name)
    return digests.filter((digest) => lost.has(digest))
  }

  return {
    tags: (name, tags, pushes) =>
      turns.alone(name, async () => {
        const found = await gather(tags, (tag) => readTag(name, tag, pushes?.get(tag)))
        if (found.length === 0) return
        index.applyTags(name, found)
        onChange(name)
      }),
    manifests: (name, digests, pushes) =>
      turns.alone(name, async () => {
        let left = digests
        while (left.length > 0) left = await manifestsOnce(name, left, pushes)
      }),
  }
}

const modifiedAt = async (driver: StorageDriver, path: string): Promise<number | undefined> =>
  (await driver.stat(path))?.modified.getTime()

const asLink = (bytes: Buffer | undefined): Digest | undefined =>
  bytes && asDigest(bytes.toString('utf8').trim())

/** Reads what a tag is now; undefined when that is known already. */
function createReadTag({ registry, driver, index }: RefreshParts) {
  async function isGone(name: RepositoryName, tag: Tag): Promise<boolean> {
    for await (const _ of driver.list(tagPath(name, tag))) return false
    return true
  }

  /** Who looks a moment after a push finds it in the registry's memory. */
  const pushed = async (name: RepositoryName, tag: Tag) =>
    (await registry.manifests.get(name, { kind: 'tag', tag }))?.digest

  return async (name: RepositoryName, tag: Tag, push?: Push): Promise<FoundTag | undefined> => {
    const target = push && (await pushed(name, tag))
    if (target) return { tag, gone: false, push, digest: target }
    const path = tagLink(name, tag)
    const known = index.tag(name, tag)
    const bytes = await driver.read(path)
    if (!bytes && (await isGone(name, tag))) return known && { tag, gone: true }
    const digest = asLink(bytes)
    if (!push && known && known.digest === digest) return undefined
    const modified = push ? undefined : await modifiedAt(driver, path)
    return { tag, gone: false, push, modified, ...(digest ? { digest } : {}) }
  }
}

/** Reads what a manifest is now; undefined when that is known already. One that is damaged counts as gone. */
function createReadManifest({ registry, driver, index }: RefreshParts) {
  const readPlatform = createReadPlatform(driver)

  async function factsOf(
    digest: Digest,
    bytes: Buffer | undefined,
  ): Promise<ManifestFacts | undefined> {
    return bytes && (await manifestFacts(digest, bytes, readPlatform))
  }

  async function addPushed(name: RepositoryName, digest: Digest, push: Push) {
    const found = await registry.manifests.get(name, { kind: 'digest', digest })
    if (!found) return undefined
    const facts = index.knowsManifest(digest) ? undefined : await factsOf(digest, found.bytes)
    return { digest, gone: false, facts, push } as const
  }

  return async (
    name: RepositoryName,
    digest: Digest,
    push?: Push,
  ): Promise<FoundManifest | undefined> => {
    const pushed = push && (await addPushed(name, digest, push))
    if (pushed) return pushed
    const path = revisionLink(name, digest)
    const isKnown = index.hasManifest(name, digest)
    const canonical = asLink(await driver.read(path))
    const isNew = canonical !== undefined && !index.knowsManifest(digest)
    const facts = isNew ? await factsOf(digest, await readAside(driver, canonical)) : undefined
    if (!canonical || (isNew && !facts)) return isKnown ? { digest, gone: true } : undefined
    if (isKnown && !push) return undefined
    const modified = push ? undefined : await modifiedAt(driver, path)
    return { digest, gone: false, facts, push, modified }
  }
}

/** A manifest is looked at once and kept as facts: the registry's memory is for those that are asked for. */
async function readAside(driver: StorageDriver, canonical: Digest): Promise<Buffer | undefined> {
  const bytes = await driver.read(blobPath(canonical))
  return bytes && digestOf(bytes) === canonical ? bytes : undefined
}

function createReadPlatform(driver: StorageDriver): ReadPlatform {
  return async ({ digest }) => {
    const known = asDigest(digest)
    if (!known || algorithmOf(known) !== CANONICAL) return undefined
    // Its size may be another than the manifest says.
    const bytes = await readSmall(await driver.open(blobPath(known)))
    return bytes && platformOf(parseJson(bytes) ?? {})
  }
}
