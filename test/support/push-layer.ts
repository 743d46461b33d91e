import { randomBytes } from 'node:crypto'
import { asking, pushBlob, putManifest } from './http-image.ts'
import { digestOf } from './snapshot.ts'

/** Pushes an image of one new layer. @returns its digest */
export async function pushLayer(url: string, name: string, bytes: number): Promise<string> {
  const [repository = '', tag = ''] = name.split(':')
  const ask = asking(url)
  const layer = randomBytes(bytes)
  const config = Buffer.from(JSON.stringify({ rootfs: { diff_ids: [digestOf(layer)] } }))
  for (const blob of [layer, config]) await pushBlob(ask, repository, blob)
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: described('application/vnd.oci.image.config.v1+json', config),
      layers: [described('application/vnd.oci.image.layer.v1.tar', layer)],
    }),
  )
  await putManifest(ask, repository, tag, manifest)
  return digestOf(manifest)
}

const described = (mediaType: string, bytes: Buffer) => ({
  mediaType,
  digest: digestOf(bytes),
  size: bytes.length,
})
