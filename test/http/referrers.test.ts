import { expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import {
  CONFIG,
  failure,
  imageManifest,
  json,
  manifestBytes,
  NOWHERE,
  pushImage,
  putManifest,
  type Json,
  type Reference,
} from './content.ts'
import { followPages } from './pages.ts'
import { startTestServer } from './server.ts'

const server = cleanUpAfterAll().use(await startTestServer())

const list = (digest: string, query = '', name = 'a') =>
  server.send(`/v2/${name}/referrers/${digest}${query}`)

const manifestsOf = (body: unknown): readonly Json[] => (body as { manifests: Json[] }).manifests

/** Pushes an image that refers to `subject`; resolves to what the list should say of it. */
async function refer(subject: Reference, more: Json = {}, pushed: Json = {}) {
  const manifest = await pushImage(server, 'a', undefined, { subject, ...more, ...pushed })
  return { ...manifest, artifactType: CONFIG, ...more }
}

test.each([NOWHERE, `sha512:${'0'.repeat(128)}`])('nobody refers to %s', async (digest) => {
  for (const name of ['a', 'nobody/was/here']) {
    const answer = await list(digest, '', name)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe(OCI_INDEX)
    expect(json(answer)).toEqual({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] })
  }
})

test('a digest that is none is refused', async () => {
  expect(failure(await list('sha256:xyz'))).toEqual([400, 'DIGEST_INVALID'])
})

test('PUT says whose referrer it is', async () => {
  const subject = await pushImage(server, 'a')
  const manifest = { ...(await imageManifest(server, 'a')), subject }
  const answer = await putManifest(server, 'a', 'sig', manifest)
  expect(answer).toMatchObject({ status: 201, headers: { 'oci-subject': subject.digest } })
  const plain = await putManifest(server, 'a', 'plain', await imageManifest(server, 'a'))
  expect(plain.headers['oci-subject']).toBeUndefined()
})

test('lists a referrer with its type, annotations and size', async () => {
  const subject = await pushImage(server, 'a')
  const sbom = await refer(subject, {
    artifactType: 'application/vnd.sbom',
    annotations: { by: 'me' },
  })
  const listed = manifestsOf(json(await list(subject.digest)))
  expect(listed).toEqual([
    {
      mediaType: OCI_MANIFEST,
      digest: sbom.digest,
      size: sbom.size,
      artifactType: 'application/vnd.sbom',
      annotations: { by: 'me' },
    },
  ])
})

test.each([
  ['where none is given', {}],
  ['where it is empty', { artifactType: '' }],
])("the artifact type is the config's %s", async (_where, pushed) => {
  const subject = await pushImage(server, 'a')
  const plain = await refer(subject, {}, pushed)
  expect(manifestsOf(json(await list(subject.digest)))).toEqual([plain])
})

test('an index has a subject, too, and no config to take a type from', async () => {
  const subject = await pushImage(server, 'a')
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [], subject }
  const bytes = manifestBytes(index)
  const put = await putManifest(server, 'a', digestOf(bytes), bytes, OCI_INDEX)
  expect(put.headers['oci-subject']).toBe(subject.digest)
  const descriptor = { mediaType: OCI_INDEX, digest: digestOf(bytes), size: bytes.length }
  expect(manifestsOf(json(await list(subject.digest)))).toEqual([descriptor])
})

test('referrers may come before their subject', async () => {
  const bytes = manifestBytes(await imageManifest(server, 'a'))
  const subject = { mediaType: OCI_MANIFEST, digest: digestOf(bytes), size: bytes.length }
  const early = await refer(subject)
  expect(manifestsOf(json(await list(subject.digest)))).toEqual([early])
  await putManifest(server, 'a', 'late', bytes)
  expect(manifestsOf(json(await list(subject.digest)))).toEqual([early])
})

test('the filter takes one type, and says so', async () => {
  const subject = await pushImage(server, 'a')
  const sbom = await refer(subject, { artifactType: 'application/vnd.sbom+json' })
  await refer(subject, { artifactType: 'application/vnd.signature' })
  const answer = await list(subject.digest, '?artifactType=application/vnd.sbom%2Bjson')
  expect(answer.headers['oci-filters-applied']).toBe('artifactType')
  expect(answer.headers['content-type']).toBe(OCI_INDEX)
  expect(manifestsOf(json(answer))).toEqual([sbom])

  const none = await list(subject.digest, '?artifactType=application/none')
  expect(none.headers['oci-filters-applied']).toBe('artifactType')
  expect(manifestsOf(json(none))).toEqual([])
  const all = await list(subject.digest)
  expect(all.headers['oci-filters-applied']).toBeUndefined()
  expect(manifestsOf(json(all))).toHaveLength(2)
})

test('the links lead to the end, with the filter', async () => {
  const subject = await pushImage(server, 'a')
  const type = 'application/vnd.wanted'
  const wanted: string[] = []
  for (let count = 0; count < 5; count++) {
    wanted.push((await refer(subject, { artifactType: type })).digest)
    await refer(subject, { artifactType: 'application/vnd.other' })
  }
  const start = `/v2/a/referrers/${subject.digest}?n=2&artifactType=${type}`
  const pages = await followPages(server, start)
  expect(pages).toHaveLength(3)
  expect(pages.flatMap(manifestsOf).map(({ digest }) => digest)).toEqual(wanted.sort())
})

test('no page is longer than a manifest may be', async () => {
  const subject = await pushImage(server, 'a')
  const annotations = { note: 'x'.repeat(1_500_000) }
  const wanted: string[] = []
  for (let count = 0; count < 5; count++)
    wanted.push((await refer(subject, { annotations })).digest)
  const pages = await followPages(server, `/v2/a/referrers/${subject.digest}`)
  expect(pages.map((page) => manifestsOf(page).length)).toEqual([2, 2, 1])
  expect(pages.flatMap(manifestsOf).map(({ digest }) => digest)).toEqual(wanted.sort())
})

/** What was pushed to a registry that did not keep lists of referrers. */
const forgetReferrers = (): Promise<void> =>
  server.backdoor.remove('docker/registry/v2/repositories/a/_referrers')

test('what clients kept under a tag is listed as well, once', async () => {
  const subject = await pushImage(server, 'a')
  const old = await refer(subject)
  await forgetReferrers()
  expect(manifestsOf(json(await list(subject.digest)))).toEqual([])
  const recent = await refer(subject)
  // A list may name what has another subject, or none: that is no referrer.
  const listed = [old, recent, await pushImage(server, 'a')]
  const kept = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: listed }
  const tag = subject.digest.replace(':', '-')
  expect(await putManifest(server, 'a', tag, kept, OCI_INDEX)).toMatchObject({ status: 201 })
  const expected = [old, recent].sort((a, b) => (a.digest < b.digest ? -1 : 1))
  expect(manifestsOf(json(await list(subject.digest)))).toEqual(expected)
})

test('a deleted referrer is not listed', async () => {
  const subject = await pushImage(server, 'a')
  const gone = await refer(subject)
  const kept = await refer(subject)
  await server.send(`/v2/a/manifests/${gone.digest}`, { method: 'DELETE' })
  expect(manifestsOf(json(await list(subject.digest)))).toEqual([kept])
})

test('referrers outlive their subject', async () => {
  const subject = await pushImage(server, 'a')
  const referrer = await refer(subject)
  await server.send(`/v2/a/manifests/${subject.digest}`, { method: 'DELETE' })
  expect(manifestsOf(json(await list(subject.digest)))).toEqual([referrer])
})
