import { digestOf, parseDigest, type Digest } from '../../server/oci/digest.ts'
import { RegistryError, type ErrorCode } from '../../server/oci/errors.ts'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { parseReference, parseRepositoryName, type Tag } from '../../server/oci/name.ts'
import type { Registry } from '../../server/registry/registry.ts'
import type { UploadBody } from '../../server/registry/uploads.ts'
import { bodyOf } from '../storage/bytes.ts'

export const APP = parseRepositoryName('team/app')
export const OTHER = parseRepositoryName('other')

/** A tag, which the test knows to be one. */
export function tagOf(text: string): Tag {
  const reference = parseReference(text)
  if (reference.kind !== 'tag') throw new Error(`${text} is no tag`)
  return reference.tag
}

/** A digest that nothing has. */
export const NOBODY = parseDigest(`sha256:${'0'.repeat(64)}`)

/** The texts as an upload's body; being abandoned means nothing to it. */
export function uploadOf(...chunks: readonly string[]): UploadBody {
  return Object.assign(bodyOf(...chunks), { abandon: () => {} })
}

/** Pushes `text` as a blob. */
export async function pushBlob(registry: Registry, name = APP, text = 'blob'): Promise<Digest> {
  const id = await registry.uploads.start(name)
  await registry.uploads.append(name, id, uploadOf(text))
  const digest = digestOf(Buffer.from(text))
  await registry.uploads.commit(name, id, digest)
  return digest
}

const described = (mediaType: string, text: string) => {
  const bytes = Buffer.from(text)
  return { mediaType, digest: digestOf(bytes), size: bytes.length }
}

/** An image whose config is `config`; more fields as given. */
export function imageOf(config: string, more: object = {}): Buffer {
  const image = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: described('application/vnd.oci.image.config.v1+json', config),
    layers: [],
    ...more,
  }
  return Buffer.from(JSON.stringify(image))
}

/** An index of the given manifests. */
export function indexOf(manifests: readonly Buffer[], more: object = {}): Buffer {
  const children = manifests.map((bytes) => described(OCI_MANIFEST, bytes.toString()))
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: children, ...more }
  return Buffer.from(JSON.stringify(index))
}

/** A `subject` field that names `bytes`. */
export function about(bytes: Buffer): { subject: object } {
  return { subject: described(OCI_MANIFEST, bytes.toString()) }
}

/** Pushes a manifest under `reference`, a tag or a digest, by default its own digest. */
export async function putManifest(
  registry: Registry,
  bytes: Buffer,
  reference: string = digestOf(bytes),
  name = APP,
): Promise<Digest> {
  const put = registry.manifests.put(name, parseReference(reference), bytes, undefined)
  return (await put).digest
}

/** Pushes an image with its config. */
export async function pushImage(
  registry: Registry,
  text: string,
  reference?: string,
  name = APP,
): Promise<Digest> {
  await pushBlob(registry, name, text)
  return await putManifest(registry, imageOf(text), reference, name)
}

/** The digest that a manifest is served under, by tag or digest. */
export async function servedDigest(
  registry: Registry,
  reference: string,
  name = APP,
): Promise<Digest | undefined> {
  return (await registry.manifests.get(name, parseReference(reference)))?.digest
}

/** The code of the protocol's error that `work` ends in; `fine` when it succeeds. */
export async function codeOf(work: Promise<unknown>): Promise<ErrorCode | 'fine'> {
  try {
    await work
    return 'fine'
  } catch (error) {
    if (error instanceof RegistryError) return error.code
    throw error
  }
}
