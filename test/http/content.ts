import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { OCI_MANIFEST } from '../../server/oci/media-types.ts'
import type { Answer } from '../support/http-client.ts'
import type { TestServer } from './server.ts'

/** A manifest, or part of one, as JSON. */
export type Json = Readonly<Record<string, unknown>>

/** What `content` is called by in a manifest. */
export interface Reference {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

/** A digest that nothing has. */
export const NOWHERE = `sha256:${'0'.repeat(64)}`

export const LAYER = 'application/vnd.oci.image.layer.v1.tar'
export const CONFIG = 'application/vnd.oci.image.config.v1+json'

/** Pushes `bytes` in a single request; by default content that nobody has. */
export async function pushBlob(
  server: Pick<TestServer, 'send'>,
  name: string,
  bytes: Buffer = randomBytes(100),
  mediaType = LAYER,
): Promise<Reference> {
  const digest = digestOf(bytes)
  const url = `/v2/${name}/blobs/uploads/?digest=${digest}`
  expect(await server.send(url, { method: 'POST', body: bytes })).toMatchObject({ status: 201 })
  return { mediaType, digest, size: bytes.length }
}

/** Starts an upload; resolves to its location. */
export async function startUpload(server: Pick<TestServer, 'send'>, name: string): Promise<string> {
  const answer = await server.send(`/v2/${name}/blobs/uploads/`, { method: 'POST' })
  expect(answer.status).toBe(202)
  return answer.headers.location ?? ''
}

/** An upload's location with the digest that ends it. */
export function closing(location: string, digest: string): string {
  return `${location}${location.includes('?') ? '&' : '?'}digest=${digest}`
}

export function putManifest(
  server: Pick<TestServer, 'send'>,
  name: string,
  reference: string,
  manifest: Json | Buffer,
  type: string | undefined = OCI_MANIFEST,
): Promise<Answer> {
  return server.send(`/v2/${name}/manifests/${reference}`, {
    method: 'PUT',
    body: manifestBytes(manifest),
    ...(type ? { headers: { 'content-type': type } } : {}),
  })
}

export function manifestBytes(manifest: Json | Buffer): Buffer {
  return Buffer.isBuffer(manifest) ? manifest : Buffer.from(JSON.stringify(manifest))
}

/** An image of one layer, whose blobs are pushed and whose manifest is not. */
export async function imageManifest(
  server: Pick<TestServer, 'send'>,
  name: string,
  more: Json = {},
) {
  const config = await pushBlob(server, name, randomBytes(40), CONFIG)
  const layers = [await pushBlob(server, name)]
  return { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers, ...more }
}

/** Pushes an image under a tag, or by its digest where no tag is given. */
export async function pushImage(
  server: Pick<TestServer, 'send'>,
  name: string,
  tag?: string,
  more: Json = {},
): Promise<Reference> {
  const bytes = manifestBytes(await imageManifest(server, name, more))
  const digest = digestOf(bytes)
  expect((await putManifest(server, name, tag ?? digest, bytes)).status).toBe(201)
  return { mediaType: OCI_MANIFEST, digest, size: bytes.length }
}

/** The code of the one error in an answer whose body is what distribution-spec "Error codes" wants. */
export function errorCode({ headers, body }: Answer): string {
  expect(headers['content-type']).toBe('application/json; charset=utf-8')
  const { errors } = JSON.parse(body.toString()) as { errors: { code: string; message: string }[] }
  expect(errors).toHaveLength(1)
  expect(errors[0]?.message).toMatch(/\w/)
  return errors[0]?.code ?? ''
}

/** Status and code of an error. */
export const failure = (answer: Answer): [status: number, code: string] => [
  answer.status,
  errorCode(answer),
]

export const json = ({ body }: Answer): unknown => JSON.parse(body.toString())
