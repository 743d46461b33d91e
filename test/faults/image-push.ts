import { withQuery } from '../support/upload-url.ts'
import { type Push, accept, pushBlob } from './blob-push.ts'
import { type Content, contentOf, layerContent } from './content.ts'
import { type Image, noteImage, settleTag, tagState } from './ledger.ts'
import { seededRandom } from './random.ts'

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const indexType = 'application/vnd.oci.image.index.v1+json'
const configType = 'application/vnd.oci.image.config.v1+json'
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'
const sharedLayers = 3

/** Pushes a new image with so many layers, the manifest under the tag or by digest. */
export async function pushImage(
  push: Push,
  repository: string,
  layerCount: number,
  tag?: string,
): Promise<Image> {
  const layers = await Promise.all(
    Array.from({ length: layerCount }, async () => {
      const shared = push.random.chance(0.25)
      return shared ? pushShared(push, repository) : pushNew(push, repository)
    }),
  )
  const config = contentOf(
    Buffer.from(JSON.stringify({ id: [push.random.fraction(), push.random.fraction()] })),
  )
  await pushBlob(push, repository, config)
  const image: Image = {
    repository,
    manifest: contentOf(imageManifest(config, layers)),
    mediaType: manifestType,
    blobs: [config, ...layers].map(({ digest }) => digest),
    children: [],
  }
  await putManifest(push, image, tag)
  return image
}

/** Pushes two images by digest and an index of both under the tag. */
export async function pushIndex(push: Push, repository: string, tag: string): Promise<Image> {
  const children = [await pushImage(push, repository, 1), await pushImage(push, repository, 2)]
  const manifest = contentOf(indexManifest(children))
  const image: Image = { repository, manifest, mediaType: indexType, blobs: [], children }
  await putManifest(push, image, tag)
  return image
}

async function putManifest(push: Push, image: Image, tag?: string): Promise<void> {
  const state = tag === undefined ? undefined : tagState(push.ledger, image.repository, tag)
  state?.pending.push(image)
  const path = `/v2/${image.repository}/manifests/${tag ?? image.manifest.digest}`
  const headers = { 'Content-Type': image.mediaType }
  const payload = { headers, body: image.manifest.bytes }
  const answer = await push.client.request('manifest', 'PUT', path, payload)
  accept(push, `PUT ${path}`, answer, 201)
  if (answer.status !== 201) return
  noteImage(push.ledger, image)
  if (state) settleTag(state, image)
}

async function pushNew(push: Push, repository: string): Promise<Content> {
  const content = layerContent(push.random)
  await pushBlob(push, repository, content)
  return content
}

/** A layer that several repositories have: there already, or mounted, or pushed now. */
async function pushShared(push: Push, repository: string): Promise<Content> {
  const number = push.life * sharedLayers + push.random.between(1, sharedLayers)
  const content = layerContent(seededRandom(number))
  const path = `/v2/${repository}/blobs/${content.digest}`
  const { status } = await push.client.request('read', 'HEAD', path)
  if (status === 200) return content
  const mount = withQuery(`/v2/${repository}/blobs/uploads/`, `mount=${content.digest}`)
  const answer = await push.client.request('commit', 'POST', `${mount}&from=faults/shared`)
  if (answer.status !== 201) await pushBlob(push, repository, content)
  return content
}

function imageManifest(config: Content, layers: readonly Content[]): Buffer {
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: descriptor(configType, config),
    layers: layers.map((layer) => descriptor(layerType, layer)),
  }
  return Buffer.from(JSON.stringify(manifest))
}

function indexManifest(children: readonly Image[]): Buffer {
  const architectures = ['amd64', 'arm64']
  const manifests = children.map(({ mediaType, manifest }, at) => ({
    ...descriptor(mediaType, manifest),
    platform: { os: 'linux', architecture: architectures[at] },
  }))
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests }))
}

function descriptor(mediaType: string, { digest, bytes }: Content): object {
  return { mediaType, digest, size: bytes.length }
}
