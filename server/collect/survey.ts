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
import type { FoundObject, StorageDriver } from '../storage/driver.ts'
import type { BlobTable } from './blob-table.ts'
import { bytesOf, readEach, type Content } from './reading.ts'

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
  /** What it cannot do without: of bytes that are no manifest of today's, all digests in them. */
  readonly needs: readonly Digest[]
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

/** Links read at once. */
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
  const revisions = await readRevisions(driver, table, links)
  return { name, revisions, layers: await linksBelow(driver, layersPath(name)) }
}

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
  const tags = names.flatMap((text) => asTag(text) ?? [])
  return await Array.fromAsync(readEach(driver, tags, (tag) => tagLink(name, tag), toTarget))
}

const toTarget = (tag: Tag, content: Content): TagTarget => ({
  tag,
  digest: asLink(bytesOf(content)),
})

async function linksBelow(driver: StorageDriver, path: string): Promise<readonly FoundLink[]> {
  const links: FoundLink[] = []
  for await (const page of driver.walk(path, LINKS)) {
    const odd: FoundLink[] = []
    for (const found of page) {
      const digest = digestAt(found.path)
      const isPlain = digest && algorithmOf(digest) === CANONICAL && found.size === PLAIN
      if (digest) (isPlain ? links : odd).push({ digest, canonical: digest, found })
    }
    links.push(...(await Array.fromAsync(ahead(odd, WIDTH, (link) => readLink(driver, link)))))
  }
  return links
}

/** Only where the path does not tell it all is the link itself read. */
async function readLink(driver: StorageDriver, link: FoundLink): Promise<FoundLink> {
  return { ...link, canonical: asLink(await driver.read(link.found.path)) }
}

const asLink = (bytes: Buffer | undefined): Digest | undefined =>
  bytes && bytes.length <= 256 ? asDigest(bytes.toString('utf8').trim()) : undefined

async function readRevisions(
  driver: StorageDriver,
  table: BlobTable,
  links: readonly FoundLink[],
): Promise<readonly Revision[]> {
  const revisions: Revision[] = []
  const readable: Readable[] = []
  for (const link of links) {
    const canonical = canonicalOf(link)
    if (!canonical) revisions.push(without(link, 'missing'))
    // What is no manifest by its size alone is not taken into memory to find that out.
    else if ((table.size(canonical) ?? 0) > MAX_MANIFEST_SIZE) {
      revisions.push(without(link, 'unreadable'))
    } else readable.push({ link, path: blobPath(canonical) })
  }
  const read = readEach(driver, readable, ({ path }) => path, toRevision)
  for await (const revision of read) revisions.push(revision)
  return revisions
}

interface Readable {
  readonly link: FoundLink
  readonly path: string
}

function toRevision({ link }: Readable, content: Content): Revision {
  if (!content) return without(link, 'missing')
  if ('reason' in content) return without(link, 'unreadable')
  if (content.length === 0) return without(link, 'empty')
  const manifest = parseStored(content)
  if (!manifest) {
    return without(link, isJson(content) ? 'foreign' : 'unreadable', mentionsIn(content))
  }
  const needs = digestsOf([...manifest.blobs, ...manifest.children])
  return { ...link, manifest, needs, state: 'fine' }
}

const without = (
  link: FoundLink,
  state: Revision['state'],
  needs: readonly Digest[] = [],
): Revision => ({ ...link, manifest: undefined, needs, state })

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

export const digestsOf = (descriptors: readonly Descriptor[]): readonly Digest[] =>
  descriptors.flatMap(({ digest }) => asDigest(digest) ?? [])
