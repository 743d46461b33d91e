import type { Descriptor } from '../oci/manifest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Asking } from './content.ts'
import type { SyncEnd } from './end.ts'
import type { Gathered, GatheredManifest } from './gather.ts'
import type { ImageWork, PlannedBlob } from './plan-contents.ts'

/** Where the side that takes has blobs, or will have them when this plan is done. */
export interface BlobPlaces {
  /** The first repository that is known to have it. */
  readonly first: Map<string, RepositoryName>
  toSend: number
  there: number
  mountable: number
}

export const noPlaces = (): BlobPlaces => ({ first: new Map(), toSend: 0, there: 0, mountable: 0 })

export interface MissingParts {
  readonly target: SyncEnd
  readonly name: RepositoryName
  /** There is no such repository yet: nothing has to be asked. */
  readonly isNew: boolean
  readonly places: BlobPlaces
}

/** An image to be brought level. */
export interface Wanted {
  readonly gathered: Gathered
  /** Only what refers to it may be missing. */
  readonly isEqual: boolean
}

/**
 * What of these images of one repository is missing where they go. Manifests are asked for first: what one
 * refers to that is there is there too.
 */
export async function findMissing(
  { target, name, isNew, places }: MissingParts,
  images: readonly Wanted[],
  asking: Asking,
): Promise<readonly ImageWork[]> {
  const ask = (all: readonly Descriptor[]) => target.has(name, all, asking)
  const having =
    isNew || images.length === 0 ? NOTHING : await ask(uniqueOf(images.flatMap(manifestsOf)))
  const missing = images.map((image) => missingManifests(image, having.here))
  const blobs = uniqueOf(
    missing.flatMap(({ manifests, referrers }) => [...manifests, ...referrers].flatMap(blobsOf)),
  )
  const found = isNew || blobs.length === 0 ? NOTHING : await ask(blobs)
  const place = placing(name, places, found)
  for (const { digest, size } of blobs) {
    if (!found.here.has(digest)) continue
    places.there += size
    if (!places.first.has(digest)) places.first.set(digest, name)
  }
  return missing.map(({ image, manifests, referrers }) => {
    const root = image.gathered.root.digest
    return {
      root: image.isEqual ? undefined : rootOf(image.gathered),
      manifests: manifests.filter(({ descriptor }) => descriptor.digest !== root),
      referrers,
      blobs: uniqueOf([...manifests, ...referrers].flatMap(blobsOf)).flatMap(place),
      tags: !image.isEqual,
    }
  })
}

const NOTHING = { here: new Set<string>(), elsewhere: new Set<string>() }

function missingManifests(image: Wanted, here: ReadonlySet<string>) {
  const { gathered, isEqual } = image
  const isMissing = ({ descriptor }: GatheredManifest): boolean => !here.has(descriptor.digest)
  // Below a manifest that is there all is there.
  const needed = new Set<string>()
  const need = (one: GatheredManifest | undefined): void => {
    if (!one || !isMissing(one)) return
    needed.add(one.descriptor.digest)
    for (const { digest } of one.children) need(byDigest.get(digest))
  }
  const byDigest = new Map(gathered.manifests.map((one) => [one.descriptor.digest, one]))
  if (!isEqual) need(rootOf(gathered))
  const manifests = gathered.manifests.filter(({ descriptor }) => needed.has(descriptor.digest))
  return { image, manifests, referrers: gathered.referrers.filter(isMissing) }
}

/** @returns nothing for a blob that is there, or that an earlier image of the repository brings */
function placing(
  name: RepositoryName,
  places: BlobPlaces,
  {
    here,
    elsewhere,
  }: { readonly here: ReadonlySet<string>; readonly elsewhere: ReadonlySet<string> },
): (blob: Descriptor) => readonly PlannedBlob[] {
  const counted = new Set<string>()
  return (descriptor) => {
    const { digest, size } = descriptor
    if (here.has(digest)) return []
    const known = places.first.get(digest)
    const from = known && known !== name ? known : elsewhere.has(digest) ? 'anywhere' : undefined
    if (!counted.has(digest)) {
      if (from) places.mountable += size
      else places.toSend += size
    }
    counted.add(digest)
    if (!known) places.first.set(digest, name)
    return [{ descriptor, ...(from && { from }) }]
  }
}

const rootOf = ({ root, manifests }: Gathered): GatheredManifest | undefined =>
  manifests.find(({ descriptor }) => descriptor.digest === root.digest)

const manifestsOf = ({ gathered, isEqual }: Wanted): readonly Descriptor[] =>
  [...(isEqual ? [] : gathered.manifests), ...gathered.referrers].map(
    ({ descriptor }) => descriptor,
  )

const blobsOf = ({ blobs }: GatheredManifest): readonly Descriptor[] => blobs

function uniqueOf(all: readonly Descriptor[]): readonly Descriptor[] {
  return [...new Map(all.map((one) => [one.digest, one])).values()]
}
