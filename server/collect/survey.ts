import { algorithmOf, asDigest, CANONICAL, type Digest } from '../oci/digest.ts'
import { MAX_MANIFEST_SIZE, parseStored, type Descriptor, type Manifest } from '../oci/manifest.ts'
import { asTag, type RepositoryName, type Tag } from '../oci/name.ts'
import { ahead } from '../registry/ahead.ts'
import {
  allRevisionsPath,
  blobPath,
  digestAt,
  layersPath,
  LINKS,
  tagLink,
  tagsPath,
} from '../registry/layout.ts'
import { StorageUnavailable, type FoundObject, type StorageDriver } from '../storage/driver.ts'
import type { BlobTable } from './blob-table.ts'
import { inParts, readingOf, TOGETHER, type Reading } from './reading.ts'

/** A link of a repository: what it stands for, and the bytes that it leads to. */
export interface FoundLink {
  readonly digest: Digest
  /** The sha256 of the bytes; undefined where the link is empty or garbled. */
  readonly canonical: Digest | undefined
  readonly found: FoundObject
}

/** A manifest that a repository has. */
export interface Revision extends FoundLink {
  /** What the bytes say; undefined when they are missing, or no manifest of today's. */
  readonly manifest: Manifest | undefined
  /** All digests in such bytes. */
  readonly mentions: readonly Digest[]
  /** `foreign`: of an older kind, whose digests are all that is known of it. */
  readonly state: 'fine' | 'foreign' | 'missing' | 'empty' | 'unreadable'
}

export interface TagTarget {
  readonly tag: Tag
  /** Undefined where the tag leads nowhere. */
  readonly digest: Digest | undefined
}

/** All that lies in a repository, as it was when it was looked at. */
export interface Survey {
  readonly name: RepositoryName
  readonly revisions: readonly Revision[]
  readonly layers: readonly FoundLink[]
}

/** Small objects read at once. */
const WIDTH = 16
/** Bytes of a link to a sha256. */
const PLAIN = 'sha256:'.length + 64

export async function surveyRepository(
  driver: StorageDriver,
  table: BlobTable,
  name: RepositoryName,
): Promise<Survey> {
  // Manifests first: what one of them has come to need is linked before it.
  const links = await linksBelow(driver, allRevisionsPath(name))
  const revisions: Revision[] = []
  for (const part of inParts(links, TOGETHER)) {
    revisions.push(...(await readRevisions(driver, table, part)))
  }
  return { name, revisions, layers: await linksBelow(driver, layersPath(name)) }
}

async function readRevisions(
  driver: StorageDriver,
  table: BlobTable,
  links: readonly FoundLink[],
): Promise<readonly Revision[]> {
  const digests = links.flatMap((link) => canonicalOf(link) ?? [])
  const paths = digests.filter((digest) => !isLarge(table, digest)).map(blobPath)
  const reading = await readingOf(driver, paths)
  const read = (link: FoundLink): Promise<Revision> => readRevision(reading, table, link)
  return await Array.fromAsync(ahead(links, WIDTH, read))
}

/** What is no manifest by its size alone is not taken into memory to find that out. */
const isLarge = (table: BlobTable, digest: Digest): boolean =>
  (table.size(digest) ?? 0) > MAX_MANIFEST_SIZE

/** All that a repository has a link to, each once. */
export async function blobsOf(
  driver: StorageDriver,
  name: RepositoryName,
): Promise<ReadonlySet<Digest>> {
  const folders = [allRevisionsPath(name), layersPath(name)]
  const links = await Promise.all(folders.map((path) => linksBelow(driver, path)))
  return new Set(links.flat().flatMap((link) => canonicalOf(link) ?? []))
}

/** Where the tags of a repository point. */
export async function surveyTags(
  driver: StorageDriver,
  name: RepositoryName,
): Promise<readonly TagTarget[]> {
  const names = await Array.fromAsync(driver.list(tagsPath(name)))
  const targets: TagTarget[] = []
  for (const tags of inParts(
    names.flatMap((text) => asTag(text) ?? []),
    TOGETHER,
  )) {
    const reading = await readingOf(
      driver,
      tags.map((tag) => tagLink(name, tag)),
    )
    const read = async (tag: Tag): Promise<TagTarget> => {
      return { tag, digest: asLink(await reading(tagLink(name, tag))) }
    }
    targets.push(...(await Array.fromAsync(ahead(tags, WIDTH, read))))
  }
  return targets
}

async function linksBelow(driver: StorageDriver, path: string): Promise<readonly FoundLink[]> {
  const read = (found: FoundObject): Promise<FoundLink | undefined> => readLink(driver, found)
  const all = await Array.fromAsync(ahead(driver.walk(path, LINKS), WIDTH, read))
  return all.filter((link) => link !== undefined)
}

/** Only where the path does not tell it all is the link itself read. */
async function readLink(driver: StorageDriver, found: FoundObject): Promise<FoundLink | undefined> {
  const digest = digestAt(found.path)
  if (!digest) return undefined
  const isPlain = algorithmOf(digest) === CANONICAL && found.size === PLAIN
  const canonical = isPlain ? digest : asLink(await driver.read(found.path))
  return { digest, canonical, found }
}

const asLink = (bytes: Buffer | undefined): Digest | undefined =>
  bytes && bytes.length <= 256 ? asDigest(bytes.toString('utf8').trim()) : undefined

async function readRevision(read: Reading, table: BlobTable, link: FoundLink): Promise<Revision> {
  const without = (state: Revision['state'], mentions: readonly Digest[] = []): Revision => {
    return { ...link, manifest: undefined, mentions, state }
  }
  const canonical = canonicalOf(link)
  if (canonical && isLarge(table, canonical)) return without('unreadable')
  try {
    const bytes = canonical && (await read(blobPath(canonical)))
    if (!bytes) return without('missing')
    if (bytes.length === 0) return without('empty')
    const manifest = parseStored(bytes)
    if (manifest) return { ...link, manifest, mentions: [], state: 'fine' }
    return without(isJson(bytes) ? 'foreign' : 'unreadable', mentionsIn(bytes))
  } catch (error) {
    // Of this one alone; of storage itself it would be untrue to say that the manifest is at fault.
    if (error instanceof StorageUnavailable) throw error
    return without('unreadable')
  }
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'))
    return true
  } catch {
    return false
  }
}

/** An empty link still says by its name what it has led to. */
export const canonicalOf = ({ digest, canonical }: FoundLink): Digest | undefined =>
  canonical ?? (algorithmOf(digest) === CANONICAL ? digest : undefined)

function mentionsIn(bytes: Buffer): readonly Digest[] {
  const found = bytes.toString('latin1').matchAll(/sha256:[0-9a-f]{64}/g)
  return [...new Set(Array.from(found, (match) => match[0] as Digest))]
}

/** What a manifest cannot do without. */
export function needsOf({ manifest, mentions }: Revision): readonly Digest[] {
  if (!manifest) return mentions
  return digestsOf([...manifest.blobs, ...manifest.children])
}

export const digestsOf = (descriptors: readonly Descriptor[]): readonly Digest[] =>
  descriptors.flatMap(({ digest }) => asDigest(digest) ?? [])
