import { isAttestation, platformsIn } from '../library/describe.ts'
import { asList, parseJson } from '../library/json.ts'
import type { Descriptor } from '../oci/manifest.ts'
import { isManifestType } from '../oci/media-types.ts'
import { MissingEntry } from './archive-error.ts'
import type { Contents } from './contents.ts'
import { readManifest, walkImage } from './image-graph.ts'

/** What an archive has of an image of several platforms. */
export interface PresentPart {
  readonly root: Descriptor
  readonly hasManifest: boolean
  /** Platforms that are not there. */
  readonly absent: readonly string[]
}

/**
 * Docker with containerd's store saves the index of all platforms, and the content of those that it has
 * pulled. So what is there counts: the image of one platform as it is, of several under an index of
 * their own. Undefined where nothing of it, or more than whole platforms, is missing.
 */
export async function presentPart(
  root: Descriptor,
  contents: Contents,
): Promise<PresentPart | undefined> {
  const { bytes, manifest } = await readManifest(root, contents)
  const names = platformsIn(bytes)
  const present: number[] = []
  const absent: string[] = []
  for (const [at, child] of manifest.children.entries()) {
    if (!isManifestType(child.mediaType)) return undefined
    if (await isWhole(child, contents)) present.push(at)
    else if (!isAttestation(child)) absent.push(names[at] ?? child.digest)
  }
  const images = present.filter((at) => !isAttestationAt(manifest.children, at))
  const [only, ...others] = images.map((at) => manifest.children[at])
  if (!only) return undefined
  if (others.length === 0) return { root: only, hasManifest: true, absent }
  return { root: addIndex(bytes, present, root, contents), hasManifest: false, absent }
}

const isAttestationAt = (children: readonly Descriptor[], at: number): boolean => {
  const child = children[at]
  return child !== undefined && isAttestation(child)
}

async function isWhole(child: Descriptor, contents: Contents): Promise<boolean> {
  try {
    await walkImage(child, contents)
    return true
  } catch (error) {
    if (error instanceof MissingEntry) return false
    throw error
  }
}

/** The same index without what is missing. */
function addIndex(
  bytes: Buffer,
  present: readonly number[],
  { mediaType, digest }: Descriptor,
  contents: Contents,
): Descriptor {
  const index = parseJson(bytes) ?? {}
  const manifests = asList(index['manifests']).filter((_, at) => present.includes(at))
  const made = Buffer.from(JSON.stringify({ ...index, manifests }))
  return contents.make(made, mediaType, contents.entryOf(digest))
}
