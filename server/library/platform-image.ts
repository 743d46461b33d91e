import type { HistoryStep, Layer, PlatformImage } from '../control/images-contract.ts'
import { asDigest } from '../oci/digest.ts'
import { parseStored, type Descriptor } from '../oci/manifest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Blobs } from '../registry/blobs.ts'
import type { StoredManifest } from '../registry/manifests.ts'
import { isImageConfig, isKeptHere, isManifest } from './describe.ts'
import { readConfig, type BuildStep, type ReadConfig } from './image-config.ts'
import { asText, parseJson } from './json.ts'
import { known } from './known.ts'
import { readSmall } from './small-blob.ts'

/** How many other manifests have a blob. */
export type CountSharers = (blob: string, manifest: string) => number

/** What an image is made of, and what it runs. A config that is missing, damaged or huge is left out. */
export async function platformImage(
  name: RepositoryName,
  stored: StoredManifest,
  blobs: Blobs,
  countSharers: CountSharers,
): Promise<PlatformImage> {
  const { config, layers } = partsOf(stored.bytes)
  const read = config && (await readConfigBlob(name, config, blobs))
  const steps = read?.steps ?? []
  const made = stepsOfLayers(steps, layers.length)
  return known({
    digest: stored.digest,
    mediaType: stored.mediaType,
    platform: read?.platform,
    sizeBytes: stored.bytes.length + sizeOf(config ? [config, ...layers] : layers),
    layers: layers.map((layer, at) =>
      toLayer(layer, made?.[at], countSharers(layer.digest, stored.digest)),
    ),
    config: read?.config,
    history: made ? withLayers(steps, layers) : steps.map(({ step }) => step),
  })
}

/** What a manifest is made of. */
export interface Parts {
  readonly config?: Descriptor
  readonly layers: readonly Descriptor[]
}

/** The config comes first where there is one; BuildKit's cache has its layers as children. */
export function partsOf(bytes: Buffer): Parts {
  const { blobs = [], children = [] } = parseStored(bytes) ?? {}
  const own = children.filter((child) => !isManifest(child))
  const [config, ...layers] = blobs
  const hasConfig = config && parseJson(bytes)?.['config']
  return hasConfig ? { config, layers: [...layers, ...own] } : { layers: [...blobs, ...own] }
}

async function readConfigBlob(
  name: RepositoryName,
  { digest, mediaType }: Descriptor,
  blobs: Blobs,
): Promise<ReadConfig | undefined> {
  const readable = isImageConfig(mediaType) ? asDigest(digest) : undefined
  const bytes = readable && (await readSmall(await blobs.open(name, readable)))
  return bytes && readConfig(digest, bytes)
}

/** Bytes kept here, each blob once. */
export function sizeOf(blobs: readonly Descriptor[]): number {
  const sizes = new Map(blobs.filter(isKeptHere).map(({ digest, size }) => [digest, size]))
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}

/** The step of each layer; undefined where their numbers do not agree, since then all could be off. */
function stepsOfLayers(steps: readonly BuildStep[], layers: number): HistoryStep[] | undefined {
  const made = steps.filter(({ hasLayer }) => hasLayer).map(({ step }) => step)
  return made.length === layers ? made : undefined
}

function toLayer(layer: Descriptor, step: HistoryStep | undefined, sharedWith: number): Layer {
  return known({
    digest: layer.digest,
    mediaType: layer.mediaType,
    sizeBytes: layer.size,
    command: asText(step?.command),
    title: asText(layer.annotations?.['org.opencontainers.image.title']),
    sharedWith,
  })
}

/** The steps in order, each with the layer that it made. */
function withLayers(steps: readonly BuildStep[], layers: readonly Descriptor[]): HistoryStep[] {
  let next = 0
  return steps.map(({ step, hasLayer }) => {
    const layer = hasLayer ? layers[next++] : undefined
    return layer ? { ...step, layerDigest: layer.digest, sizeBytes: layer.size } : step
  })
}
