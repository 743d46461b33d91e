import { describe, expect, test } from 'vitest'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import {
  CONFIG,
  failure,
  imageManifest,
  json,
  LAYER,
  NOWHERE,
  pushBlob,
  pushImage,
  putManifest,
} from './content.ts'
import { startTestServer, type TestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()
const server = cleanUp.use(await startTestServer())
const missing = { mediaType: LAYER, digest: NOWHERE, size: 3 }
const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'

async function image(layer: object, on: TestServer = server) {
  const manifest = await imageManifest(on, 'a')
  return { ...manifest, layers: [...manifest.layers, layer] }
}

test.each([
  ['a layer', async () => image(missing)],
  ['the config', async () => ({ ...(await image(missing)), config: missing, layers: [] })],
  ['a layer of an unknown algorithm', async () => image({ ...missing, digest: 'blake3:00' })],
])('%s that is not there is named', async (_what, make) => {
  const answer = await putManifest(server, 'a', 'x', await make())
  expect(failure(answer)).toEqual([400, 'MANIFEST_BLOB_UNKNOWN'])
  expect(json(answer)).toMatchObject({
    errors: [{ detail: { digests: [expect.stringMatching(/^(?:sha256|blake3):0/)] } }],
  })
})

test('a child that is not there is named', async () => {
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [missing] }
  const answer = await putManifest(server, 'a', 'x', index, OCI_INDEX)
  expect(failure(answer)).toEqual([400, 'MANIFEST_BLOB_UNKNOWN'])
})

test('what another repository has is not there', async () => {
  const layer = await pushBlob(server, 'elsewhere')
  const answer = await putManifest(server, 'a', 'x', await image(layer))
  expect(failure(answer)).toEqual([400, 'MANIFEST_BLOB_UNKNOWN'])
})

test('a subject may be missing', async () => {
  const subject = { mediaType: OCI_MANIFEST, digest: NOWHERE, size: 3 }
  const manifest = { ...(await imageManifest(server, 'a')), subject }
  const answer = await putManifest(server, 'a', 'x', manifest)
  expect(answer).toMatchObject({ status: 201, headers: { 'oci-subject': NOWHERE } })
})

test.each([
  ['that says where it is', { ...missing, urls: ['https://example.com/layer'] }],
  ['of a foreign type', { ...missing, mediaType: foreign }],
  [
    'that is not to be distributed',
    { ...missing, mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip' },
  ],
])('a layer %s may be missing', async (_which, layer) => {
  expect(await putManifest(server, 'a', 'x', await image(layer))).toMatchObject({ status: 201 })
})

test.each([
  ['zstd layers', { mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd' }],
  ['layers of an unknown type', { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar' }],
])('%s are as good as any', async (_what, over) => {
  const layer = { ...(await pushBlob(server, 'a')), ...over }
  expect(await putManifest(server, 'a', 'x', await image(layer))).toMatchObject({ status: 201 })
})

test('an empty config is as good as any', async () => {
  const config = await pushBlob(server, 'a', Buffer.from('{}'), 'application/vnd.oci.empty.v1+json')
  const manifest = { ...(await imageManifest(server, 'a')), config }
  expect(await putManifest(server, 'a', 'x', manifest)).toMatchObject({ status: 201 })
})

test("an index may list blobs, as BuildKit's cache does", async () => {
  const layer = await pushBlob(server, 'a')
  const config = await pushBlob(server, 'a', undefined, 'application/vnd.buildkit.cacheconfig.v0')
  const cache = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [layer, config] }
  expect(await putManifest(server, 'a', 'cache', cache, OCI_INDEX)).toMatchObject({ status: 201 })
  expect((await server.send('/v2/a/manifests/cache')).headers['content-type']).toBe(OCI_INDEX)
})

test('an index may list an attestation', async () => {
  const platform = { os: 'unknown', architecture: 'unknown' }
  const child = { ...(await pushImage(server, 'a')), platform }
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [child] }
  expect(await putManifest(server, 'a', 'x', index, OCI_INDEX)).toMatchObject({ status: 201 })
})

async function startWith(manifests: object): Promise<TestServer> {
  return cleanUp.use(await startTestServer({ config: { validation: { manifests } } }))
}

describe('validation.manifests.urls', async () => {
  const strict = await startWith({
    urls: { allow: ['^https://good\\.example/'], deny: ['\\.exe$'] },
  })
  const pushed = async (url: string) =>
    putManifest(strict, 'a', 'x', await image({ ...missing, urls: [url] }, strict))

  test('takes a layer at an address that is allowed', async () => {
    expect(await pushed('https://good.example/layer')).toMatchObject({ status: 201 })
  })

  test.each(['https://bad.example/layer', 'https://good.example/layer.exe'])(
    'refuses one at %s',
    async (url) => {
      expect(failure(await pushed(url))).toEqual([400, 'MANIFEST_INVALID'])
    },
  )
})

describe('validation.manifests.indexes', () => {
  const linux = { os: 'linux', architecture: 'amd64' }
  const windows = { os: 'windows', architecture: 'amd64' }

  test.each([
    ['all', undefined, linux, 400],
    ['none', undefined, linux, 201],
    ['list', [linux], linux, 400],
    ['list', [linux], windows, 201],
  ])('%s %j: a missing child %j gives %i', async (platforms, platformlist, platform, status) => {
    const indexes = { platforms, ...(platformlist ? { platformlist } : {}) }
    const picky = await startWith({ indexes })
    const child = { mediaType: CONFIG, digest: NOWHERE, size: 3, platform }
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [child] }
    const answer = await putManifest(picky, 'a', 'x', index, OCI_INDEX)
    expect(answer.status).toBe(status)
  })
})
