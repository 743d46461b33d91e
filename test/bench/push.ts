import { type Answer, type Connection, requestHead } from './connection.ts'
import { type Content, freshContent, textContent } from './random-content.ts'

type Headers = Readonly<Record<string, string>>

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const configType = 'application/vnd.oci.image.config.v1+json'
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'
const smallLayer = 64 * 1024

/** Pushes a blob the way docker does: POST, one PATCH with the bytes, PUT with the digest. */
export async function pushBlob(
  connection: Connection,
  headers: Headers,
  repository: string,
  content: Content,
): Promise<void> {
  const post = requestHead('POST', `/v2/${repository}/blobs/uploads/`, { ...headers, ...empty })
  const started = expect(await connection.send(post), 202)
  const patch = requestHead('PATCH', location(started), {
    ...headers,
    'Content-Type': 'application/octet-stream',
    'Content-Length': content.body.length,
  })
  const patched = expect(await connection.send(patch, content.body), 202)
  const path = location(patched)
  const query = `${path.includes('?') ? '&' : '?'}digest=${content.digest}`
  const put = requestHead('PUT', path + query, { ...headers, ...empty })
  expect(await connection.send(put), 201)
}

/** Pushes a config, a small layer and their manifest under the tag; all content is new. */
export async function pushImage(
  connection: Connection,
  headers: Headers,
  repository: string,
  tag: string,
): Promise<void> {
  const layer = freshContent(smallLayer)
  const config = textContent(imageConfig(layer.digest))
  for (const content of [layer, config]) {
    const probe = requestHead('HEAD', `/v2/${repository}/blobs/${content.digest}`, headers)
    expect(await connection.send(probe, undefined, true), 404)
    await pushBlob(connection, headers, repository, content)
  }
  const manifest = textContent(imageManifest(config, layer)).body
  const put = requestHead('PUT', `/v2/${repository}/manifests/${tag}`, {
    ...headers,
    'Content-Type': manifestType,
    'Content-Length': manifest.length,
  })
  expect(await connection.send(put, manifest), 201)
}

const empty = { 'Content-Length': 0 }

function imageConfig(layer: string): string {
  return JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: [layer] },
  })
}

function imageManifest(config: Content, layer: Content): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: configType, digest: config.digest, size: config.body.length },
    layers: [{ mediaType: layerType, digest: layer.digest, size: layer.body.length }],
  })
}

function expect(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer
  throw new Error(`answered ${answer.status}, expected ${status}`)
}

/** Path and query of the Location, which may be absolute. */
function location(answer: Answer): string {
  const url = new URL(answer.headers.get('location') ?? '', 'http://localhost')
  return url.pathname + url.search
}
