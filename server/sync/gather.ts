import { parseManifest, type Descriptor } from '../oci/manifest.ts'
import { isManifestType } from '../oci/media-types.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Asking } from './content.ts'
import { livesElsewhere } from './copy.ts'
import type { SyncEnd } from './end.ts'

/** A manifest of an image, and what it refers to directly. */
export interface GatheredManifest {
  readonly descriptor: Descriptor
  readonly children: readonly Descriptor[]
  readonly blobs: readonly Descriptor[]
  readonly subject?: string
}

/** An image and what is said of it, each manifest once, what is referred to before what refers to it. */
export interface Gathered {
  readonly root: Descriptor
  readonly manifests: readonly GatheredManifest[]
  /** Signatures and their like, in an order in which they can be stored. */
  readonly referrers: readonly GatheredManifest[]
}

/** Manifests of one image and all that refers to it: more is no image. */
const MOST = 10_000

/** @throws RegistryError, RemoteError when something of it cannot be read */
export async function gatherImage(
  source: SyncEnd,
  name: RepositoryName,
  root: Descriptor,
  { withReferrers, ...asking }: Asking & { readonly withReferrers: boolean },
): Promise<Gathered> {
  const seen = new Set<string>()

  async function walk(descriptor: Descriptor, into: GatheredManifest[]): Promise<void> {
    if (seen.has(descriptor.digest)) return
    seen.add(descriptor.digest)
    if (seen.size > MOST) throw new Error(`the image has more than ${MOST} manifests`)
    const bytes = await source.manifest(name, descriptor, asking)
    const manifest = parseManifest(bytes)
    const children = manifest.children.filter(({ mediaType }) => isManifestType(mediaType))
    for (const child of children) await walk(child, into)
    const others = manifest.children.filter(({ mediaType }) => !isManifestType(mediaType))
    into.push({
      descriptor: { ...descriptor, mediaType: descriptor.mediaType || manifest.mediaType },
      children,
      // Others may fetch what lives elsewhere from where it lives.
      blobs: [...manifest.blobs, ...others].filter((blob) => !livesElsewhere(blob)),
      ...(manifest.subject && { subject: manifest.subject.digest }),
    })
  }

  const manifests: GatheredManifest[] = []
  await walk(root, manifests)
  const referrers: GatheredManifest[] = []
  if (withReferrers) {
    const subjects = manifests.map(({ descriptor }) => descriptor)
    for (let subject = subjects.shift(); subject; subject = subjects.shift()) {
      const before = referrers.length
      for (const one of await source.referrers(name, subject.digest, asking)) {
        await walk(one, referrers)
      }
      subjects.push(...referrers.slice(before).map(({ descriptor }) => descriptor))
    }
  }
  return { root, manifests, referrers }
}
