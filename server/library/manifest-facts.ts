import { parseStored, storedMediaType, type Descriptor, type Manifest } from '../oci/manifest.ts'
import {
  isAttestation,
  isImageConfig,
  isIndex,
  isKeptHere,
  isManifest,
  kindOf,
  platformsIn,
} from './describe.ts'
import type { ManifestFacts } from './known-contents.ts'

/** The platform that an image's config names. */
export type ReadPlatform = (config: Descriptor) => Promise<string | undefined>

/** What there is to know of a stored manifest; of one that cannot be understood only what it is called. */
export async function manifestFacts(
  digest: string,
  bytes: Buffer,
  readPlatform: ReadPlatform,
): Promise<ManifestFacts> {
  const manifest = parseStored(bytes)
  const mediaType = manifest?.mediaType ?? storedMediaType(bytes)
  const { blobs = [], children = [], subject } = manifest ?? {}
  const kind = kindOf(mediaType, manifest)
  const platforms = manifest ? await platformsOf(mediaType, bytes, manifest, readPlatform) : []
  return {
    digest,
    size: bytes.length,
    kind,
    platforms: [...new Set(platforms)].filter((platform) => platform !== undefined),
    subject,
    manifests: children.filter(isManifest),
    blobs: [...blobs, ...children.filter((child) => !isManifest(child))].filter(isKeptHere),
  }
}

async function platformsOf(
  mediaType: string,
  bytes: Buffer,
  { blobs, children }: Manifest,
  readPlatform: ReadPlatform,
): Promise<readonly (string | undefined)[]> {
  if (isIndex(mediaType)) {
    return platformsIn(bytes).filter((_, at) => !children[at] || !isAttestation(children[at]))
  }
  const config = blobs.find((blob) => isImageConfig(blob.mediaType))
  return config ? [await readPlatform(config)] : []
}
