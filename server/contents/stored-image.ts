import { ControlError } from '../control/control-error.ts'
import { isIndex, isKeptHere } from '../library/describe.ts'
import { digestNamed, noImage, repositoryNamed } from '../library/names.ts'
import { partsOf } from '../library/platform-image.ts'
import { asDigest, type Digest } from '../oci/digest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { StoredManifest } from '../registry/manifests.ts'
import type { Registry } from '../registry/registry.ts'
import type { LayeredImage } from './tasks.ts'

/** An image of a repository that can be looked into. */
export interface StoredImage {
  readonly layered: LayeredImage
  readonly repository: RepositoryName
  readonly manifest: StoredManifest
  /** Bytes of each layer as it is stored, as the manifest says. */
  readonly sizes: ReadonlyMap<Digest, number>
  /** Layers that are not kept here, such as those of Windows. */
  readonly elsewhere: number
}

/**
 * Looked at anew for every question, so that nothing is told of what the repository has no more.
 *
 * @throws ControlError NOT_FOUND, or INVALID_INPUT for an index
 */
export async function storedImage(
  registry: Registry,
  repository: string,
  reference: string,
): Promise<StoredImage> {
  const name = repositoryNamed(repository)
  const digest = digestNamed(repository, reference)
  const manifest = await registry.manifests.get(name, { kind: 'digest', digest })
  if (!manifest) throw noImage(repository, reference)
  if (isIndex(manifest.mediaType)) {
    throw new ControlError('INVALID_INPUT', 'this is of several platforms: name one', 'digest')
  }
  const { layers } = partsOf(manifest.bytes)
  const kept = layers.filter(isKeptHere).flatMap(({ digest: text, size }) => {
    const layer = asDigest(text)
    return layer ? [{ layer, size }] : []
  })
  return {
    repository: name,
    manifest,
    layered: { digest, layers: kept.map(({ layer }) => layer) },
    sizes: new Map(kept.map(({ layer, size }) => [layer, size])),
    elsewhere: layers.length - kept.length,
  }
}

/** @throws ControlError NOT_FOUND where the image has no such layer */
export function layerNamed(image: StoredImage, text: string): Digest {
  const layer = image.layered.layers.find((one) => one === text)
  if (layer) return layer
  throw new ControlError('NOT_FOUND', 'the image has no such layer, or it is not kept here')
}
