import {
  algorithmOf,
  ALGORITHMS,
  asDigest,
  CANONICAL,
  digestOf,
  type Digest,
} from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import { parseManifest, parseStored, type Manifest } from '../oci/manifest.ts'
import type { Reference, RepositoryName, Tag } from '../oci/name.ts'
import type { SmallObject } from '../storage/driver.ts'
import type { Blobs } from './blobs.ts'
import {
  blobPath,
  referrerLink,
  revisionLink,
  revisionsPath,
  tagIndexLink,
  tagLink,
  tagPath,
} from './layout.ts'
import { link, type Links } from './links.ts'
import { createManifestContents, type ContentParts } from './manifest-contents.ts'
import type { Pins } from './pins.ts'
import { checkReferences, type Presence, type ReferencePolicy } from './references.ts'
import type { Tags } from './tags.ts'
import type { Turns } from './turns.ts'
import { createRemoveUntagged, type RemoveUntagged } from './untagged.ts'

/** A manifest as it is served: the very bytes that were pushed. */
export interface StoredManifest {
  /** The digest it was asked for by, or that its tag points to. */
  readonly digest: Digest
  readonly mediaType: string
  readonly bytes: Buffer
}

export interface PutResult {
  readonly digest: Digest
  readonly mediaType: string
  readonly subject?: Digest
}

export interface Manifests {
  get(name: RepositoryName, reference: Reference): Promise<StoredManifest | undefined>
  /** @throws RegistryError MANIFEST_INVALID, MANIFEST_BLOB_UNKNOWN, DIGEST_INVALID */
  put(
    name: RepositoryName,
    reference: Reference,
    bytes: Buffer,
    contentType: string | undefined,
  ): Promise<PutResult>
  /** All of a repository, tagged or not. */
  list(name: RepositoryName): AsyncIterable<Digest>
  /**
   * Removes a manifest with every tag that points to it.
   * @returns these tags
   * @throws RegistryError MANIFEST_UNKNOWN
   */
  remove(name: RepositoryName, digest: Digest): Promise<readonly Tag[]>
  readonly removeUntagged: RemoveUntagged
  /** Forgets content that is in storage no more. */
  forget(canonical: Digest): void
}

export interface ManifestParts extends ContentParts {
  readonly links: Links
  readonly blobs: Blobs
  readonly tags: Tags
  readonly turns: Turns
  readonly pins: Pins
  readonly policy: ReferencePolicy
}

export function createManifests(parts: ManifestParts): Manifests {
  const { driver, links, blobs, tags, turns, pins, policy } = parts
  const contents = createManifestContents(parts)

  async function get(name: RepositoryName, reference: Reference) {
    const digest =
      reference.kind === 'digest'
        ? reference.digest
        : await links.read(tagLink(name, reference.tag))
    const canonical = digest && (await links.read(revisionLink(name, digest)))
    const found = canonical && (await contents.get(canonical))
    return found && { digest, ...found }
  }

  async function* list(name: RepositoryName): AsyncGenerator<Digest> {
    for (const algorithm of ALGORITHMS) {
      for await (const hex of driver.list(revisionsPath(name, algorithm))) {
        const digest = asDigest(`${algorithm}:${hex}`)
        if (digest) yield digest
      }
    }
  }

  const read = async (name: RepositoryName, digest: Digest): Promise<Buffer | undefined> =>
    (await get(name, { kind: 'digest', digest }))?.bytes

  async function subjectOf(name: RepositoryName, digest: Digest): Promise<Digest | undefined> {
    const bytes = await read(name, digest)
    return bytes && subjectDigest(parseStored(bytes))
  }

  async function dropTags(name: RepositoryName, digest: Digest): Promise<readonly Tag[]> {
    const dropped: Tag[] = []
    for await (const tag of tags.pointingTo(name, digest)) {
      await tags.drop(name, tag)
      dropped.push(tag)
    }
    return dropped
  }

  /** Removes a manifest with all that leads to it. @returns the tags that did */
  async function takeBack(
    name: RepositoryName,
    digest: Digest,
    subject: Digest | undefined,
  ): Promise<readonly Tag[]> {
    const dropped = await dropTags(name, digest)
    if (subject) await links.remove(referrerLink(name, subject, digest))
    await links.remove(revisionLink(name, digest))
    // Another process may have tagged it in the meantime; see `keep`.
    const late = driver.exclusive ? [] : await dropTags(name, digest)
    return [...dropped, ...late]
  }

  /** What a manifest may refer to, which stays from then on for as long as `Pins` says. */
  const present = (name: RepositoryName): Presence => ({
    blob: (child) => blobs.has(name, child),
    manifest: async (child) =>
      (await pins.hold(revisionLink(name, child))) &&
      (await get(name, { kind: 'digest', digest: child })) !== undefined,
  })

  /**
   * Where others write too, a delete may have taken some of these links since they were written, after
   * having looked for what to take along: whoever is last sees what the other has done.
   */
  async function keep(made: readonly SmallObject[]): Promise<void> {
    for (;;) {
      const found = await Promise.all(made.map(({ path }) => links.read(path)))
      const gone = made.filter((_, index) => found[index] === undefined)
      if (gone.length === 0) return
      await links.writeInOrder(gone.map((object) => [object]))
    }
  }

  return {
    get,
    list,
    removeUntagged: createRemoveUntagged({ driver, links, tags, turns, list, read }),

    put: (name, reference, bytes, contentType) =>
      turns.together(name, async () => {
        const manifest = parseManifest(bytes, contentType)
        const canonical = digestOf(bytes)
        const digest = checkDigest(reference, bytes, canonical)
        const check = () => checkReferences(manifest, policy, present(name))
        const checked = Date.now()
        await check()
        const subject = subjectDigest(manifest)
        const revision = link(revisionLink(name, digest), canonical)
        const pointers = [
          ...(subject ? [link(referrerLink(name, subject, digest), canonical)] : []),
          ...(reference.kind === 'tag' ? tagLinks(name, reference.tag, canonical) : []),
        ]
        // These later, so that neither a tag nor a list of referrers ever names what is not there.
        await pins.during(blobPath(canonical), () =>
          links.writeInOrder([[{ path: blobPath(canonical), bytes }, revision], pointers]),
        )
        if (!driver.exclusive) await keep([revision, ...pointers])
        // What was seen there may have been collected since, if that is long ago.
        if (Math.abs(Date.now() - checked) > pins.reliable) {
          await orElse(check, () => takeBack(name, digest, subject))
        }
        contents.learn(canonical, { bytes, mediaType: manifest.mediaType })
        return { digest, mediaType: manifest.mediaType, ...(subject && { subject }) }
      }),

    forget: contents.forget,

    remove: (name, digest) =>
      turns.alone(name, async () => {
        if (!(await links.read(revisionLink(name, digest)))) {
          throw new RegistryError('MANIFEST_UNKNOWN', 'manifest unknown', { detail: { digest } })
        }
        return await takeBack(name, digest, await subjectOf(name, digest))
      }),
  }
}

/** @throws what `work` does, once `mend` is done */
async function orElse(work: () => Promise<void>, mend: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    await mend()
    throw error
  }
}

function tagLinks(name: RepositoryName, tag: Tag, digest: Digest): readonly SmallObject[] {
  return [
    // A tag is in the list as soon as it has a folder: it must have a target by then.
    link(tagLink(name, tag), digest, tagPath(name, tag)),
    link(tagIndexLink(name, tag, digest), digest),
  ]
}

/** The digest the manifest will be known by. */
function checkDigest(reference: Reference, bytes: Buffer, canonical: Digest): Digest {
  if (reference.kind === 'tag') return canonical
  const asked = reference.digest
  const algorithm = algorithmOf(asked)
  const found = algorithm === CANONICAL ? canonical : digestOf(bytes, algorithm)
  if (found === asked) return asked
  throw new RegistryError(
    'DIGEST_INVALID',
    'the manifest does not match the digest it is pushed by',
    {
      detail: { digest: asked, found },
    },
  )
}

/** A subject whose digest cannot be verified here has no referrers list here either. */
function subjectDigest(manifest: Manifest | undefined): Digest | undefined {
  return manifest?.subject && asDigest(manifest.subject.digest)
}
