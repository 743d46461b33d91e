import { randomBytes } from 'node:crypto'
import { send } from './http-client.ts'
import type { Answer, RequestOptions } from './http-client.ts'
import { digestOf } from './snapshot.ts'
import { locationOf, withQuery } from './upload-url.ts'

/** One request to a registry; `path` is what follows its address. */
export type Ask = (
  method: string,
  path: string,
  options?: Omit<RequestOptions, 'method'>,
) => Promise<Answer>

/** An image as it crosses the wire. */
export interface HttpImage {
  /** The config and the layers. */
  readonly blobs: readonly Buffer[]
  readonly manifest: Buffer
}

/** The media type of the manifests here. */
export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json'

const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json'
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar+gzip'
const OCTETS = { 'Content-Type': 'application/octet-stream' }
const LAYERS = 2
const LAYER_SIZE = 16 * 1024

/** Asks the registry at this address, with a connection for each request. */
export function asking(url: string): Ask {
  return (method, path, options) => send(`${url}${path}`, { ...options, method })
}

/** A small image of new random layers, above those that it shares with others. */
export function newImage(shared: readonly Buffer[] = []): HttpImage {
  const layers = [...shared, ...Array.from({ length: LAYERS }, () => randomBytes(LAYER_SIZE))]
  const config = Buffer.from(JSON.stringify({ rootfs: { diff_ids: layers.map(digestOf) } }))
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: descriptor(CONFIG_TYPE, config),
    layers: layers.map((layer) => descriptor(LAYER_TYPE, layer)),
  }
  return { blobs: [config, ...layers], manifest: Buffer.from(JSON.stringify(manifest)) }
}

function descriptor(mediaType: string, bytes: Buffer): object {
  return { mediaType, digest: digestOf(bytes), size: bytes.length }
}

/** The digests that {@link pullImage} gives when all is as it was pushed. */
export function digestsOf({ manifest, blobs }: HttpImage): string[] {
  return [manifest, ...blobs].map(digestOf)
}

/** Pushes the blobs side by side, then the manifest. Throws at an answer that is no success. */
export async function pushImage(
  ask: Ask,
  repository: string,
  tag: string,
  { blobs, manifest }: HttpImage,
): Promise<void> {
  await Promise.all(blobs.map((bytes) => pushBlob(ask, repository, bytes)))
  await putManifest(ask, repository, tag, manifest)
}

/** Pushes a blob as docker does: POST, one PATCH with all of it, an empty PUT. */
export async function pushBlob(ask: Ask, repository: string, bytes: Buffer): Promise<void> {
  const started = await expecting(202, ask, 'POST', `/v2/${repository}/blobs/uploads/`)
  const payload = { headers: OCTETS, body: bytes }
  const sent = await expecting(202, ask, 'PATCH', locationOf(started), payload)
  await expecting(201, ask, 'PUT', withQuery(locationOf(sent), `digest=${digestOf(bytes)}`))
}

/** Puts a manifest under a tag. */
export async function putManifest(
  ask: Ask,
  repository: string,
  tag: string,
  manifest: Buffer,
): Promise<void> {
  const payload = { headers: { 'Content-Type': MANIFEST_TYPE }, body: manifest }
  await expecting(201, ask, 'PUT', `/v2/${repository}/manifests/${tag}`, payload)
}

/** Reads an image with all its blobs. The digests of what came, the manifest's first. */
export async function pullImage(
  ask: Ask,
  repository: string,
  reference: string,
): Promise<string[]> {
  const headers = { Accept: MANIFEST_TYPE }
  const manifestPath = `/v2/${repository}/manifests/${reference}`
  const { body } = await expecting(200, ask, 'GET', manifestPath, { headers })
  const { config, layers }: { config: { digest: string }; layers: { digest: string }[] } =
    JSON.parse(body.toString())
  const blobs = [config, ...layers].map(async ({ digest }) => {
    const path = `/v2/${repository}/blobs/${digest}`
    return digestOf((await expecting(200, ask, 'GET', path)).body)
  })
  return [digestOf(body), ...(await Promise.all(blobs))]
}

/** Asks, and throws when the answer has another status. */
export async function expecting(
  status: number,
  ...[ask, method, path, options]: readonly [Ask, ...Parameters<Ask>]
): Promise<Answer> {
  const answer = await ask(method, path, options)
  if (answer.status === status) return answer
  throw new Error(`${method} ${path}: ${answer.status} ${answer.body.toString().trim()}`)
}
