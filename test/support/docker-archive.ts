import { createHash, randomBytes } from 'node:crypto'
import { tarOf, type Files } from './tar-of.ts'

const LAYERS = 3
const LAYER_SIZE = 200 * 1024

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/**
 * An image of several random layers as `docker save` writes it, tagged `name`: never the same one twice,
 * and there at once, which a build takes seconds for.
 */
export function dockerArchive(name: string): Buffer {
  const layers = Array.from({ length: LAYERS }, (_, at) =>
    tarOf({ [`layer-${at}`]: randomBytes(LAYER_SIZE) }),
  )
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Labels: { 'made-by': 'test' } },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) },
    history: layers.map((_, at) => ({ created_by: `COPY layer-${at} /` })),
  })
  const files = layers.map((layer) => [`${sha256(layer)}/layer.tar`, layer] as const)
  const image = `${sha256(Buffer.from(config))}.json`
  const manifest = [{ Config: image, RepoTags: [name], Layers: files.map(([path]) => path) }]
  const all: Files = {
    ...Object.fromEntries(files),
    [image]: config,
    'manifest.json': JSON.stringify(manifest),
  }
  return tarOf(all)
}
