import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { attachment } from '../../server/control/download.ts'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { archiveOf, file, PACKINGS } from '../contents/archives.ts'
import { untilRead } from '../contents/opened-contents.ts'
import { pushLayers } from '../contents/pushed-layers.ts'
import { manifestBytes, NOWHERE, putManifest } from '../http/content.ts'
import { startTestServer } from '../http/server.ts'
import { digestOf } from '../../server/oci/digest.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { openByLink, refusal } from './browser.ts'

const cleanUp = cleanUpAfterAll()
const server = cleanUp.use(await startTestServer())
const browser = await openByLink(server)

const page = { offset: 0, limit: 10 } as const
const root = { ...page, folder: '', sort: 'name' } as const

const image = await pushLayers(server, 'team/api', [
  PACKINGS.gzip(archiveOf(file('etc/hosts', 'x'), file('usr/bin/env', 'yy'))),
  PACKINGS.zstd(archiveOf(file('etc/motd', 'hello'), 'etc/.wh.hosts')),
])
const { layer } = image
const whole = { repository: image.repository, digest: image.digest }

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

test('an index has no files of its own, its images have', async () => {
  const names = ['amd64', 'arm64']
  const images = await Promise.all(
    names.map((name) => pushLayers(server, 'multi', [archiveOf(file(name))])),
  )
  const manifests = images.map(({ digest, size }, at) => ({
    mediaType: OCI_MANIFEST,
    digest,
    size,
    platform: { os: 'linux', architecture: names[at] },
  }))
  const index = manifestBytes({ schemaVersion: 2, mediaType: OCI_INDEX, manifests })
  const digest = digestOf(index)
  expect((await putManifest(server, 'multi', digest, index, OCI_INDEX)).status).toBe(201)
  const asked = { ...root, repository: 'multi', digest }
  const answer = await browser.post('/api/rpc/files.list', asked)
  expect(refusal(answer)).toEqual([400, 'INVALID_INPUT'])
  const found = await Promise.all(
    images.map(({ repository, digest }) => list({ repository, digest })),
  )
  expect(found.map(({ items }) => items.map(({ path }) => path))).toEqual([['amd64'], ['arm64']])
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

test('files.view', async () => {
  const motd = { ...whole, layer, path: 'etc/motd' }
  await list({})
  expect(await browser.call('files.view', motd)).toStrictEqual({
    kind: 'text',
    text: 'hello',
    isCut: false,
    sizeBytes: 5,
  })
})

test('images.waste', async () => {
  const waste = await untilRead(() => browser.call('images.waste', whole))
  expect(waste).toMatchObject({
    totalBytes: 8,
    hiddenBytes: 1,
    hidden: [{ path: 'etc/hosts', sizeBytes: 1, by: 'removed', byLayer: layer }],
    duplicates: [],
    largest: [{ path: 'etc/motd' }, { path: 'usr/bin/env' }],
  })
})

test('images.compare and images.compareFiles', async () => {
  const other = await pushLayers(server, 'other/api', [archiveOf(file('etc/motd', 'bye'))])
  const pair = { a: whole, b: { repository: other.repository, digest: other.digest } }
  const found = await untilRead(() => browser.call('images.compare', pair))
  expect(found).toMatchObject({
    counts: { added: 0, removed: 1, changed: 1 },
    layers: [{ in: 'a' }, { in: 'a' }, { digest: other.layer, in: 'b' }],
  })
  const asked = { ...pair, ...page, change: 'changed' } as const
  expect(await browser.call('images.compareFiles', asked)).toMatchObject({
    total: 1,
    items: [{ path: 'etc/motd', change: 'changed', a: { sizeBytes: 5 }, b: { sizeBytes: 3 } }],
  })
})

const address = (more: object) => `/api/file?${new URLSearchParams({ ...whole, layer, ...more })}`

describe('a file to be saved', () => {
  const NAMES = 'a "quoted" ümläut.html'
  const bytes = randomBytes(3_000_000)

  test.each(['plain', 'gzip'] as const)('comes whole from a %s layer', async (packing) => {
    const layers = [PACKINGS[packing](archiveOf(file(`dir/${NAMES}`, bytes)))]
    const pushed = await pushLayers(server, 'download', layers)
    const { repository, digest } = pushed
    await untilRead(() => browser.call('files.list', { ...root, repository, digest }))
    const answer = await browser.get(
      address({ repository, digest, layer: pushed.layer, path: `dir/${NAMES}` }),
    )
    expect(answer.status).toBe(200)
    expect(answer.body.equals(bytes)).toBe(true)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(bytes.length),
      'content-disposition': `attachment; filename="a _quoted_ _ml_ut.html"; filename*=UTF-8''a%20_quoted_%20%C3%BCml%C3%A4ut.html`,
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
  })

  test('is for those who are logged in', async () => {
    const answer = await server.send(address({ path: 'etc/motd' }))
    expect(refusal(answer)).toEqual([401, 'UNAUTHENTICATED'])
  })

  test('is for no other site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const answer = await browser.get(address({ path: 'etc/motd' }), headers)
    expect(answer.status).toBe(403)
  })

  test.each([
    [{ path: 'etc' }, 400, 'INVALID_INPUT'],
    [{ path: 'nothing' }, 404, 'NOT_FOUND'],
    [{ path: '../../etc/passwd' }, 404, 'NOT_FOUND'],
    [{ path: '' }, 400, 'INVALID_INPUT'],
    [{ path: 'etc/motd', layer: NOWHERE }, 404, 'NOT_FOUND'],
    [{ path: 'etc/motd', repository: 'other' }, 404, 'NOT_FOUND'],
  ])('%j is refused', async (more, status, code) => {
    expect(refusal(await browser.get(address(more)))).toEqual([status, code])
  })

  test.each([
    ['a/b.txt', 'b.txt'],
    ['..\\evil', '___evil'],
    ['.bashrc', '_bashrc'],
    ['x\u202Egpj.exe', 'x_gpj.exe'],
    ['x\r\nSet-Cookie: a', 'x__Set-Cookie_ a'],
    ['dots..', 'dots__'],
    ['', 'file'],
  ])('%j is saved as %j', (path, name) => {
    expect(attachment(path)).toBe(
      `attachment; filename="${name}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
  })

  test('is not read on when the browser leaves', async () => {
    await using own = await startTestServer()
    const window = await openByLink(own)
    const big = PACKINGS.gzip(archiveOf(file('big', randomBytes(30_000_000))))
    const pushed = await pushLayers(own, 'leaving', [big])
    const { repository, digest } = pushed
    await untilRead(() => window.call('files.list', { ...root, repository, digest }))
    const leaving = new AbortController()
    const url = new URL(address({ repository, digest, layer: pushed.layer, path: 'big' }), own.url)
    const answer = await fetch(url, {
      headers: { cookie: window.cookie },
      signal: leaving.signal,
    })
    expect(answer.status).toBe(200)
    leaving.abort()
    await expect(answer.arrayBuffer()).rejects.toThrow(/abort/i)
    // A server that hangs could not be stopped.
    await own.stop()
    expect(own.log.filter((line) => line.includes('"error"'))).toStrictEqual([])
  })
})
