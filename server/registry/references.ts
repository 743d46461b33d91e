import { asDigest, type Digest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import type { Descriptor, Manifest } from '../oci/manifest.ts'
import { isNonDistributable } from '../oci/media-types.ts'
import { ahead } from './ahead.ts'

/** What a manifest may refer to (`validation.manifests` in the configuration). */
export interface ReferencePolicy {
  readonly urls: { readonly allow: readonly RegExp[]; readonly deny: readonly RegExp[] }
  readonly indexes: {
    readonly platforms: 'all' | 'none' | 'list'
    readonly platformList: readonly { readonly os: string; readonly architecture: string }[]
  }
}

/** Whether the repository has something already. */
export interface Presence {
  readonly blob: (digest: Digest) => Promise<boolean>
  readonly manifest: (digest: Digest) => Promise<boolean>
}

/** Look-ups under way at once for one manifest. */
const WIDTH = 16

/**
 * What a manifest refers to must be there before it (distribution-spec "Pushing manifests"), but for
 * its subject and for layers that live elsewhere. BuildKit's cache lists layers as an index's
 * children (moby/buildkit#5892), so a child may be a blob.
 *
 * @throws RegistryError MANIFEST_BLOB_UNKNOWN with every missing digest, MANIFEST_INVALID for a forbidden URL
 */
export async function checkReferences(
  manifest: Manifest,
  policy: ReferencePolicy,
  present: Presence,
): Promise<void> {
  for (const blob of manifest.blobs) checkUrls(blob, policy)
  const blobs = manifest.blobs.filter((blob) => !livesElsewhere(blob))
  const children = manifest.children.filter((child) => isRequired(child, policy))
  const isThere = async (digest: Digest, child: boolean): Promise<boolean> =>
    (child && (await present.manifest(digest))) || (await present.blob(digest))

  const wanted = [
    ...blobs.map(({ digest }) => ({ digest, child: false })),
    ...children.map(({ digest }) => ({ digest, child: true })),
  ]
  const missing: string[] = []
  const look = async ({ digest, child }: (typeof wanted)[number]): Promise<string | undefined> => {
    const known = asDigest(digest)
    return known && (await isThere(known, child)) ? undefined : digest
  }
  for await (const digest of ahead(wanted, WIDTH, look)) if (digest) missing.push(digest)
  if (missing.length === 0) return
  throw new RegistryError(
    'MANIFEST_BLOB_UNKNOWN',
    'the manifest refers to content that this repository does not have: push that first',
    { detail: { digests: missing.slice(0, 100) } },
  )
}

const livesElsewhere = ({ mediaType, urls }: Descriptor): boolean =>
  isNonDistributable(mediaType) || (urls !== undefined && urls.length > 0)

function checkUrls({ urls, digest }: Descriptor, policy: ReferencePolicy): void {
  const { allow, deny } = policy.urls
  for (const url of urls ?? []) {
    const allowed = allow.length === 0 || allow.some((pattern) => pattern.test(url))
    if (allowed && !deny.some((pattern) => pattern.test(url))) continue
    throw new RegistryError(
      'MANIFEST_INVALID',
      'a layer URL is not allowed by validation.manifests.urls',
      {
        detail: { digest, url: url.slice(0, 200) },
      },
    )
  }
}

function isRequired({ platform }: Descriptor, { indexes }: ReferencePolicy): boolean {
  if (indexes.platforms !== 'list') return indexes.platforms === 'all'
  return indexes.platformList.some(
    ({ os, architecture }) => platform?.os === os && platform.architecture === architecture,
  )
}
