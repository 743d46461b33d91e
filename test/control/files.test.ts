import { expect, test } from 'vitest'
import { OCI_INDEX } from '../../server/oci/media-types.ts'
import { archiveOf, file, PACKINGS } from '../contents/archives.ts'
import { untilRead } from '../contents/opened-contents.ts'
import { NOWHERE, putManifest, pushBlob, imageManifest, manifestBytes } from '../http/content.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { digestOf } from '../../server/oci/digest.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { openByLink, refusal } from './browser.ts'

const cleanUp = cleanUpAfterAll()
const server = cleanUp.use(await startTestServer())
const browser = await openByLink(server)

/** Pushes an image of these layers by its digest. */
async function pushLayers(at: TestServer, repository: string, layers: readonly Buffer[]) {
  const described = await Promise.all(layers.map((layer) => pushBlob(at, repository, layer)))
  const bytes = manifestBytes(await imageManifest(at, repository, { layers: described }))
  const digest = digestOf(bytes)
  expect((await putManifest(at, repository, digest, bytes)).status).toBe(201)
  return { repository, digest, layer: described.at(-1)?.digest ?? '' }
}

const page = { offset: 0, limit: 10 } as const
const root = { ...page, folder: '', sort: 'name' } as const

const image = await pushLayers(server, 'team/api', [
  PACKINGS.gzip(archiveOf(file('etc/hosts', 'x'), file('usr/bin/env', 'yy'))),
  PACKINGS.zstd(archiveOf(file('etc/motd', 'hello'), 'etc/.wh.hosts')),
])
const { layer, ...whole } = image

const list = (more: object) =>
  untilRead(() => browser.call('files.list', { ...root, ...whole, ...more }))

test('files.list', async () => {
  expect(await list({})).toMatchObject({
    total: 2,
    items: [
      { path: 'etc', type: 'directory', sizeBytes: 5, files: 1 },
      { path: 'usr', type: 'directory', sizeBytes: 2, files: 1 },
    ],
    reading: { state: 'ready' },
  })
  expect(await list({ folder: 'etc', layer })).toMatchObject({
    items: [
      { path: 'etc/hosts', change: 'removed' },
      { path: 'etc/motd', change: 'added', layer },
    ],
  })
})

test('files.search', async () => {
  const found = await untilRead(() =>
    browser.call('files.search', { ...page, ...whole, search: 'ETC/' }),
  )
  expect(found).toMatchObject({ total: 1, items: [{ path: 'etc/motd' }] })
})

test('files.get', async () => {
  const found = await untilRead(() => browser.call('files.get', { ...whole, path: '/usr/bin/env' }))
  expect(found).toMatchObject({ entry: { path: 'usr/bin/env', type: 'file', sizeBytes: 2 } })
})

test('an index has no files of its own', async () => {
  const index = manifestBytes({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] })
  await putManifest(server, 'team/api', digestOf(index), index, OCI_INDEX)
  const asked = { ...root, repository: 'team/api', digest: digestOf(index) }
  const answer = await browser.post('/api/rpc/files.list', asked)
  expect(refusal(answer)).toEqual([400, 'INVALID_INPUT'])
})

test.each<[string, object]>([
  ['repository', { repository: 'other' }],
  ['image', { digest: NOWHERE }],
  ['layer', { layer: NOWHERE }],
])('nothing is told of a %s that is not there', async (_what, more) => {
  const answer = await browser.post('/api/rpc/files.list', { ...root, ...whole, ...more })
  expect(refusal(answer)).toEqual([404, 'NOT_FOUND'])
})

test('nothing is told of an image that was deleted', async () => {
  const gone = await pushLayers(server, 'gone', [archiveOf(file('secret'))])
  const asked = { ...root, repository: 'gone', digest: gone.digest }
  await untilRead(() => browser.call('files.list', asked))
  await server.send(`/v2/gone/manifests/${gone.digest}`, { method: 'DELETE' })
  expect(refusal(await browser.post('/api/rpc/files.list', asked))).toEqual([404, 'NOT_FOUND'])
})
