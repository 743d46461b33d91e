import type { Referrer } from '../control/images-contract.ts'
import { algorithmOf, asDigest, hexOf, type Digest } from '../oci/digest.ts'
import { parseStored, type Manifest } from '../oci/manifest.ts'
import { asTag, type RepositoryName } from '../oci/name.ts'
import { ahead } from '../registry/ahead.ts'
import type { StoredManifest } from '../registry/manifests.ts'
import type { Registry } from '../registry/registry.ts'
import { artifactTypeOf, isAttestation, kindOf } from './describe.ts'
import { known } from './known.ts'
import { sizeOf } from './platform-image.ts'

/** Listed at most. */
const MOST = 200
/** Manifests read at once. */
const WIDTH = 8

/** Tags under which cosign, before there were referrers, kept what it says of a digest. */
const COSIGN = ['sig', 'att', 'sbom']

/**
 * What is said of an image: its referrers, what BuildKit attests in the image's own index, and what
 * cosign has put beside it under a tag made from its digest.
 */
export async function vouchersOf(
  registry: Registry,
  name: RepositoryName,
  digest: Digest,
  manifest: Manifest | undefined,
): Promise<readonly Referrer[]> {
  const get = (of: Digest) => registry.manifests.get(name, { kind: 'digest', digest: of })
  const digests = new Set<Digest>()
  for await (const referrer of all(registry, name, digest, manifest)) {
    digests.add(referrer)
    if (digests.size >= MOST) break
  }
  const stored = await Array.fromAsync(ahead(digests, WIDTH, get))
  return stored.filter((one) => one !== undefined).map(toReferrer)
}

async function* all(
  registry: Registry,
  name: RepositoryName,
  digest: Digest,
  manifest: Manifest | undefined,
): AsyncGenerator<Digest> {
  for (const child of manifest?.children ?? []) {
    const attestation = isAttestation(child) ? asDigest(child.digest) : undefined
    if (attestation) yield attestation
  }
  for (const suffix of COSIGN) {
    const tag = asTag(`${algorithmOf(digest)}-${hexOf(digest)}.${suffix}`)
    const stored = tag && (await registry.manifests.get(name, { kind: 'tag', tag }))
    if (stored) yield stored.digest
  }
  for await (const referrer of registry.referrers.list(name, digest)) {
    const known = asDigest(referrer.digest)
    if (known) yield known
  }
}

function toReferrer({ digest, mediaType, bytes }: StoredManifest): Referrer {
  const manifest = parseStored(bytes)
  return known({
    digest,
    kind: kindOf(mediaType, manifest),
    artifactType: artifactTypeOf(manifest),
    sizeBytes: bytes.length + sizeOf(manifest?.blobs ?? []),
    annotations: manifest?.annotations ?? {},
  })
}
