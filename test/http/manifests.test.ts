import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import {
  DOCKER_LIST,
  DOCKER_MANIFEST,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../server/oci/media-types.ts'
import type { RepositoryName } from '../../server/oci/name.ts'
import { blobPath, revisionLink } from '../../server/registry/layout.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import {
  failure,
  imageManifest,
  manifestBytes,
  NOWHERE,
  pushImage,
  putManifest,
  type Json,
} from './content.ts'
import { startTestServer } from './server.ts'

const server = cleanUpAfterAll().use(await startTestServer())
const image = await imageManifest(server, 'a')
const child = await pushImage(server, 'a')
const index = { schemaVersion: 2, manifests: [child] }
const { mediaType: _, ...unnamed } = image

const get = (reference: string, headers: Record<string, string> = {}, method = 'GET') =>
  server.send(`/v2/a/manifests/${reference}`, { method, headers })

const KINDS: readonly [string, Json, string, string][] = [
  ['an OCI image', image, OCI_MANIFEST, OCI_MANIFEST],
  ['a Docker image', { ...image, mediaType: DOCKER_MANIFEST }, DOCKER_MANIFEST, DOCKER_MANIFEST],
  ['an OCI index', { ...index, mediaType: OCI_INDEX }, OCI_INDEX, OCI_INDEX],
  ['a Docker list', { ...index, mediaType: DOCKER_LIST }, DOCKER_LIST, DOCKER_LIST],
  ['an image that does not name its type', unnamed, OCI_MANIFEST, OCI_MANIFEST],
  ['an index that does not name its type', index, OCI_INDEX, OCI_INDEX],
  ['an image pushed without a type', { ...image, annotations: { a: 'b' } }, '', OCI_MANIFEST],
  ['a type with parameters', image, `${OCI_MANIFEST}; charset=utf-8`, OCI_MANIFEST],
  ['an image without layers', { ...image, layers: [] }, OCI_MANIFEST, OCI_MANIFEST],
  [
    'an artifact',
    { ...image, artifactType: 'application/vnd.example', layers: [] },
    OCI_MANIFEST,
    OCI_MANIFEST,
  ],
  [
    'a type nobody heard of',
    { schemaVersion: 2, mediaType: 'application/vnd.new+json' },
    'application/vnd.new+json',
    'application/vnd.new+json',
  ],
]

test.each(KINDS)('%s is stored and served', async (kind, manifest, pushedAs, servedAs) => {
  const bytes = manifestBytes(manifest)
  const digest = digestOf(bytes)
  const tag = kind.replaceAll(' ', '-')
  const put = await putManifest(server, 'a', tag, bytes, pushedAs)
  expect(put.status).toBe(201)
  expect(put.headers).toMatchObject({
    'docker-content-digest': digest,
    location: `${server.url}/v2/a/manifests/${digest}`,
  })
  for (const reference of [tag, digest]) {
    const answer = await get(reference)
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': servedAs,
      'content-length': String(bytes.length),
      'docker-content-digest': digest,
      etag: `"${digest}"`,
    })
    expect(answer.body).toEqual(bytes)
  }
})

test('the bytes stay as they are, however they are written', async () => {
  const bytes = Buffer.from(`\n${JSON.stringify(image, null, '\t')}  \r\n`)
  const put = await putManifest(server, 'a', 'spaced', bytes)
  expect(put.headers['docker-content-digest']).toBe(digestOf(bytes))
  expect((await get('spaced')).body).toEqual(bytes)
})

test('HEAD of a tag has the digest and the length', async () => {
  const { digest, size } = await pushImage(server, 'a', 'headed')
  const answer = await get('headed', {}, 'HEAD')
  expect(answer.status).toBe(200)
  expect(answer.headers).toMatchObject({
    'docker-content-digest': digest,
    'content-length': String(size),
    'content-type': OCI_MANIFEST,
  })
  expect(answer.body).toHaveLength(0)
})

test('a manifest pushed by its sha512 is served by it', async () => {
  const bytes = manifestBytes({ ...image, annotations: { by: 'sha512' } })
  const digest = `sha512:${createHash('sha512').update(bytes).digest('hex')}`
  const put = await putManifest(server, 'a', digest, bytes)
  expect(put).toMatchObject({ status: 201, headers: { 'docker-content-digest': digest } })
  const answer = await get(digest)
  expect(answer).toMatchObject({ status: 200, headers: { 'docker-content-digest': digest } })
  expect(answer.body).toEqual(bytes)
})

test.each(['text/html', DOCKER_MANIFEST, OCI_INDEX, '*/*;q=0'])(
  'Accept: %s changes nothing',
  async (accept) => {
    const { digest } = await pushImage(server, 'a', 'accepted')
    const answer = await get('accepted', { accept })
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': OCI_MANIFEST,
      'docker-content-digest': digest,
    })
  },
)

test('a tag moves between an image and an index, and both stay', async () => {
  const { digest } = await pushImage(server, 'a', 'moving')
  const put = await putManifest(server, 'a', 'moving', index, OCI_INDEX)
  expect((await get('moving')).headers['content-type']).toBe(OCI_INDEX)
  expect(await get(digest)).toMatchObject({ status: 200 })

  await pushImage(server, 'a', 'moving')
  expect((await get('moving')).headers['content-type']).toBe(OCI_MANIFEST)
  expect(await get(String(put.headers['docker-content-digest']))).toMatchObject({ status: 200 })
})

test.each(['GET', 'HEAD'])('%s with the current digest in If-None-Match is 304', async (method) => {
  const { digest } = await pushImage(server, 'a', 'cached')
  const answer = await get('cached', { 'if-none-match': `"${digest}"` }, method)
  expect(answer).toMatchObject({ status: 304, headers: { 'docker-content-digest': digest } })
  const other = await get('cached', { 'if-none-match': `"${NOWHERE}"` }, method)
  expect(other.status).toBe(200)
})

test.each(['missing', NOWHERE, '.INVALID_MANIFEST_NAME', '-x', 'a'.repeat(129)])(
  '%s is unknown to whoever looks for it',
  async (reference) => {
    expect(failure(await get(reference))).toEqual([404, 'MANIFEST_UNKNOWN'])
    expect(failure(await get(reference, {}, 'DELETE'))).toEqual([404, 'MANIFEST_UNKNOWN'])
    expect(await get(reference, {}, 'HEAD')).toMatchObject({ status: 404 })
  },
)

test.each(['.INVALID_MANIFEST_NAME', '-x', 'a'.repeat(129)])(
  'nothing can be pushed to %s',
  async (reference) => {
    const answer = await putManifest(server, 'a', reference, image)
    expect(failure(answer)).toEqual([400, 'MANIFEST_INVALID'])
  },
)

test.each(['GET', 'PUT', 'DELETE'])('%s by a malformed digest is refused', async (method) => {
  const body = method === 'PUT' ? { body: manifestBytes(image) } : {}
  const answer = await server.send('/v2/a/manifests/sha256:totallywrong', { method, ...body })
  expect(failure(answer)).toEqual([400, 'DIGEST_INVALID'])
})

test('a push by another digest than the content has is refused', async () => {
  const answer = await putManifest(server, 'a', NOWHERE, image)
  expect(failure(answer)).toEqual([400, 'DIGEST_INVALID'])
})

test.each([
  ['nothing', Buffer.alloc(0), OCI_MANIFEST],
  ['no JSON', Buffer.from('blablabla'), OCI_MANIFEST],
  ['no object', Buffer.from('[]'), OCI_MANIFEST],
  ['no UTF-8', Buffer.from('{"mediaType":"\xff"}', 'latin1'), OCI_MANIFEST],
  ['another type than its Content-Type', manifestBytes(image), OCI_INDEX],
  ['schema 1', manifestBytes({ schemaVersion: 1, name: 'a', tag: 'x' }), ''],
  ['a layer without a digest', manifestBytes({ ...image, layers: [{ size: 1 }] }), OCI_MANIFEST],
])('%s is no manifest', async (_what, bytes, type) => {
  expect(failure(await putManifest(server, 'a', 'bad', bytes, type))).toEqual([
    400,
    'MANIFEST_INVALID',
  ])
  expect(await get('bad')).toMatchObject({ status: 404 })
})

test('what another registry stored under a name that no header can hold is served', async () => {
  const bytes = manifestBytes({ ...image, mediaType: 'application/x\r\nSet-Cookie: a=b' })
  const digest = digestOf(bytes)
  await store(blobPath(digest), bytes)
  await store(revisionLink('a' as RepositoryName, digest), digest)
  const answer = await get(digest)
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe(OCI_MANIFEST)
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect(answer.body).toEqual(bytes)
})

/** Puts a file where another registry would. */
const store = (path: string, content: Buffer | string): Promise<void> =>
  server.backdoor.write(path, Buffer.from(content))

test('a deleted tag leaves the manifest and its other tags', async () => {
  const bytes = manifestBytes({ ...image, annotations: { tagged: 'twice' } })
  await putManifest(server, 'a', 'one', bytes)
  await putManifest(server, 'a', 'two', bytes)
  expect(await get('one', {}, 'DELETE')).toMatchObject({ status: 202 })
  expect(failure(await get('one'))).toEqual([404, 'MANIFEST_UNKNOWN'])
  expect(await get('two')).toMatchObject({ status: 200 })
  expect(await get(digestOf(bytes))).toMatchObject({ status: 200 })
})

test('a deleted manifest takes its tags with it', async () => {
  const bytes = manifestBytes({ ...image, annotations: { tagged: 'and gone' } })
  for (const tag of ['three', 'four']) await putManifest(server, 'a', tag, bytes)
  expect(await get(digestOf(bytes), {}, 'DELETE')).toMatchObject({ status: 202 })
  for (const reference of ['three', 'four', digestOf(bytes)]) {
    expect(failure(await get(reference))).toEqual([404, 'MANIFEST_UNKNOWN'])
  }
})
