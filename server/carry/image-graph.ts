import type { ArtifactKind } from '../control/repositories-contract.ts'
import {
  isAttestation,
  isImageConfig,
  kindOf,
  platformOf,
  platformsIn,
} from '../library/describe.ts'
import { parseJson } from '../library/json.ts'
import { asDigest } from '../oci/digest.ts'
import {
  MAX_MANIFEST_SIZE,
  parseManifest,
  type Descriptor,
  type Manifest,
} from '../oci/manifest.ts'
import { isManifestType } from '../oci/media-types.ts'
import { livesElsewhere } from '../sync/copy.ts'
import { ArchiveError, MissingEntry, quoted } from './archive-error.ts'
import { inEntry, type Contents } from './contents.ts'

/** All that an image in an archive is made of. */
export interface ImageGraph {
  readonly kind: ArtifactKind
  readonly platforms: readonly string[]
  /** Of its manifests, configs and layers, each once. */
  readonly sizeBytes: number
  /** Digests of its manifests. */
  readonly manifests: ReadonlySet<string>
  /** Of what it says something about, where it does. */
  readonly subject?: string
}

/** Manifests of one image, each of which is read. */
const MOST_MANIFESTS = 10_000

/**
 * Walks through an image from its manifest down, to see whether all of it is there.
 *
 * @throws MissingEntry, or another ArchiveError, naming the first entry that is damaged or not of the right size
 */
export async function walkImage(root: Descriptor, contents: Contents): Promise<ImageGraph> {
  const manifests = new Set<string>()
  const sizes = new Map<string, number>()

  async function walk(descriptor: Descriptor): Promise<ReadManifest> {
    manifests.add(descriptor.digest)
    if (manifests.size > MOST_MANIFESTS) {
      throw new ArchiveError(`an image has more than ${MOST_MANIFESTS} manifests`)
    }
    const read = await readManifest(descriptor, contents)
    sizes.set(descriptor.digest, read.bytes.length)
    for (const blob of read.manifest.blobs) await note(blob)
    for (const child of read.manifest.children) {
      if (!isManifestType(child.mediaType)) await note(child)
      else if (!manifests.has(child.digest)) await walk(child)
    }
    return read
  }

  async function note(blob: Descriptor): Promise<void> {
    if (sizes.has(blob.digest)) return
    const found = await contents.size(blob.digest)
    if (found === undefined && livesElsewhere(blob)) return
    checkSize(contents.entryOf(blob.digest), blob.size, found)
    sizes.set(blob.digest, blob.size)
  }

  const { bytes, manifest } = await walk(root)
  return {
    kind: kindOf(manifest.mediaType, manifest),
    platforms: await platformsOf(bytes, manifest, contents),
    sizeBytes: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    manifests,
    ...(manifest.subject && { subject: manifest.subject.digest }),
  }
}

export interface ReadManifest {
  readonly bytes: Buffer
  readonly manifest: Manifest
}

/** @throws MissingEntry, ArchiveError */
export async function readManifest(
  descriptor: Descriptor,
  contents: Contents,
): Promise<ReadManifest> {
  const bytes = await contents.read(descriptor)
  try {
    return { bytes, manifest: parseManifest(bytes) }
  } catch (error) {
    throw inEntry(contents.entryOf(descriptor.digest), error)
  }
}

function checkSize(path: string, size: number, found: number | undefined): void {
  if (found === size) return
  if (found === undefined) throw new MissingEntry(path)
  throw new ArchiveError(`${quoted(path)} has ${found} bytes, not ${size}: the file is damaged`)
}

async function platformsOf(
  bytes: Buffer,
  manifest: Manifest,
  contents: Contents,
): Promise<readonly string[]> {
  const { children, blobs } = manifest
  if (children.length > 0) {
    const all = platformsIn(bytes).filter((_, at) => !children[at] || !isAttestation(children[at]))
    return [...new Set(all)].filter((platform) => platform !== undefined)
  }
  const config = blobs.find(({ mediaType }) => isImageConfig(mediaType))
  if (!config || !asDigest(config.digest) || config.size > MAX_MANIFEST_SIZE) return []
  const platform = platformOf(parseJson(await contents.read(config)) ?? {})
  return platform === undefined ? [] : [platform]
}
