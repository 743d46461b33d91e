import { writeFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { archivedImage, dockerSave } from '../support/archive-content.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { tarOf } from '../support/tar-of.ts'
import { pushImage } from '../http/content.ts'
import { head, openRaw } from '../http/raw.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { newBrowser, openByLink, openByLogin, refusal } from './browser.ts'
import { carrying } from './carrying.ts'

const cleanUp = cleanUpAfterAll()
const archive = tarOf(dockerSave([[archivedImage(), 'a:1']]))
const SAME = { 'sec-fetch-site': 'same-origin' }

const message = ({ body }: { readonly body: Buffer }): string =>
  (JSON.parse(body.toString()) as { message: string }).message

async function opened(config: Readonly<Record<string, unknown>> = {}) {
  const server = cleanUp.use(await startTestServer({ config }))
  const browser = await openByLink(server)
  return { server, browser, files: carrying(server, browser) }
}

describe('who may', async () => {
  const { path } = cleanUp.use(await temporaryFolder('carry'))
  const htpasswd = join(path, 'htpasswd')
  await writeHtpasswd(htpasswd, [ALICE])
  const auth = { htpasswd: { realm: 'x', path: htpasswd } }
  const server = cleanUp.use(await startTestServer({ config: { auth } }))
  const browser = await openByLogin(server, ALICE)
  const { cookie } = browser
  const post = (headers: Readonly<Record<string, string>>) =>
    server.send('/api/import?name=x', { method: 'POST', headers, body: archive })
  const get = (headers: Readonly<Record<string, string>>) =>
    server.send('/api/export?repository=a&reference=1&format=oci', { headers })

  test('nobody without a login', async () => {
    expect(refusal(await post(SAME))).toEqual([401, 'UNAUTHENTICATED'])
    expect(refusal(await get(SAME))).toEqual([401, 'UNAUTHENTICATED'])
  })

  test('no other web site', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
    ]) {
      expect(refusal(await post({ cookie, ...headers }))).toEqual([403, 'FORBIDDEN'])
      expect(refusal(await get({ cookie, ...headers }))).toEqual([403, 'FORBIDDEN'])
    }
    expect(refusal(await post({ cookie }))).toEqual([403, 'FORBIDDEN'])
    expect(refusal(await post({ cookie, 'sec-fetch-site': 'none' }))).toEqual([403, 'FORBIDDEN'])
  })

  test('whoever logged in, and the history tells who', async () => {
    const files = carrying(server, browser)
    expect(await files.take(archive)).toMatchObject({ state: 'done' })
    const copy = { from: { repository: 'a', reference: '1' }, repository: 'b', tag: '2' }
    await browser.call('tags.copy', copy)
    const sent = await files.download({ repository: 'b', reference: '2', format: 'oci' })
    expect(sent.status).toBe(200)
    const history = await browser.call('activity.list', { limit: 3 })
    const by = { user: 'alice', agent: 'console' }
    expect(history).toMatchObject([
      { action: 'pull', repository: 'b', tag: '2', bytes: sent.body.length, ...by },
      { action: 'retag', repository: 'b', tag: '2', ...by },
      { action: 'push', repository: 'a', tag: '1', ...by },
    ])
    const { items } = await browser.call('tags.list', {
      repository: 'b',
      sort: 'name',
      offset: 0,
      limit: 1,
    })
    expect(items).toMatchObject([{ pushedBy: 'alice' }])
  })
})

test('nothing comes in while the registry is read-only, and what is there goes out', async () => {
  const { path } = cleanUp.use(await temporaryFolder('carry'))
  await using before = await startTestServer({ folder: path })
  await pushImage(before, 'a', '1')
  await before.stop()
  const readonly = { storage: { maintenance: { readonly: { enabled: true } } } }
  const server = cleanUp.use(await startTestServer({ folder: path, config: readonly }))
  const browser = await openByLink(server)
  const files = carrying(server, browser)
  expect(refusal(await files.post(archive))).toEqual([403, 'FORBIDDEN'])
  const copy = { from: { repository: 'a', reference: '1' }, repository: 'b', tag: '2' }
  expect(refusal(await browser.post('/api/rpc/tags.copy', copy))).toEqual([403, 'FORBIDDEN'])
  const sent = await files.download({ repository: 'a', reference: '1', format: 'oci' })
  expect(sent.status).toBe(200)
})

describe('it says what is wrong', async () => {
  const { server, browser, files } = await opened()

  test.each([
    ['no archive', Buffer.from('hello'.repeat(1_000)), 'this is no tar archive'],
    ['half a one', archive.subarray(0, 5_000), /ends in the middle/],
  ])('with %s, at once', async (_, file, text) => {
    const answer = await files.post(file)
    expect(refusal(answer)).toEqual([400, 'INVALID_INPUT'])
    expect(message(answer)).toMatch(text)
  })

  test('with what is in it, once it was taken', async () => {
    const read = await files.read(tarOf({ 'etc/passwd': 'root' }))
    expect(read).toMatchObject({ state: 'failed', images: [] })
    expect(read.message).toMatch(/neither index\.json nor manifest\.json/)
    const chosen = { id: read.id, images: [{ index: 0, names: ['a:1'] }] }
    expect(refusal(await browser.post('/api/rpc/imports.store', chosen))).toEqual([409, 'CONFLICT'])
  })

  test.each<[what: string, images: readonly object[], field: string]>([
    ['an image that is not in it', [{ index: 7, names: ['a:1'] }], 'images[0].index'],
    ['a name that is none', [{ index: 0, names: ['a:1', 'A:1'] }], 'images[0].names[1]'],
    [
      'one name for two',
      [
        { index: 0, names: ['a'] },
        { index: 0, names: ['a:latest'] },
      ],
      'images[1].names',
    ],
  ])('with %s', async (_, images, field) => {
    const { id } = await files.read(archive)
    const answer = await browser.post('/api/rpc/imports.store', { id, images })
    expect(JSON.parse(answer.body.toString())).toMatchObject({ code: 'INVALID_INPUT', field })
    await browser.call('imports.discard', { id })
  })

  test('with an import that nobody knows', async () => {
    const answer = await browser.post('/api/rpc/imports.get', { id: 'x' })
    expect(refusal(answer)).toEqual([404, 'NOT_FOUND'])
    await browser.call('imports.discard', { id: 'x' })
  })

  test.each([
    ['repository=a&reference=no&format=oci', 404, 'NOT_FOUND'],
    ['repository=none&reference=v1&format=oci', 404, 'NOT_FOUND'],
    ['repository=A&reference=v1&format=oci', 404, 'NOT_FOUND'],
    ['repository=a&reference=v1&format=zip', 400, 'INVALID_INPUT'],
    ['repository=a&reference=v1', 400, 'INVALID_INPUT'],
    ['repository=a&reference=v1&format=oci&platform=linux/s390x', 400, 'INVALID_INPUT'],
  ])('with the export %s', async (query, status, code) => {
    await pushImage(server, 'a', 'v1')
    const headers = { cookie: browser.cookie, ...SAME }
    const answer = await server.send(`/api/export?${query}`, { headers })
    expect(refusal(answer)).toEqual([status, code])
  })

  test.each<[what: string, more: object, status: number, code: string]>([
    ['no such image', { from: { repository: 'no', reference: 'v1' } }, 404, 'NOT_FOUND'],
    ['a repository that cannot be', { repository: 'B' }, 400, 'INVALID_INPUT'],
    ['a tag that cannot be', { tag: '-v1' }, 400, 'INVALID_INPUT'],
  ])('with a copy of %s', async (_, more, status, code) => {
    await pushImage(server, 'a', 'v1')
    const copy = { from: { repository: 'a', reference: 'v1' }, repository: 'b', tag: 'v1', ...more }
    expect(refusal(await browser.post('/api/rpc/tags.copy', copy))).toEqual([status, code])
  })

  test('without a name for the file, and with another method', async () => {
    const headers = { cookie: browser.cookie, ...SAME }
    const nameless = await server.send('/api/import', { method: 'POST', headers, body: archive })
    expect(refusal(nameless)).toEqual([400, 'INVALID_INPUT'])
    const put = await server.send('/api/import?name=x', { method: 'PUT', headers, body: archive })
    expect(refusal(put)).toEqual([404, 'UNKNOWN_METHOD'])
  })
})

test('eight at a time; those that are over, or whose sender left, make room', async () => {
  const { server, browser, files } = await opened()
  const { id } = await files.take(archive)
  const senders = await Promise.all(
    Array.from({ length: 7 }, () => startSending(server, browser.cookie)),
  )
  const waiting = await files.read(archive)
  // The one that was done had to go.
  expect(refusal(await browser.post('/api/rpc/imports.get', { id }))).toEqual([404, 'NOT_FOUND'])
  const refused = await files.post(archive)
  expect([...refusal(refused), message(refused)]).toEqual([
    503,
    'UNAVAILABLE',
    '8 imports are under way: end one of them first',
  ])
  await browser.call('imports.discard', { id: waiting.id })
  expect(await files.read(archive)).toMatchObject({ state: 'ready' })
  expect((await files.post(archive)).status).toBe(503)
  senders[0]?.[Symbol.dispose]()
  await vi.waitFor(async () => expect((await files.post(archive)).status).toBe(200))
  for (const sender of senders) sender[Symbol.dispose]()
  expect(server.log.filter((line) => /"level":"?(error|50)/.test(line))).toEqual([])
})

/** A client that sends the beginning of a file, and no more for now. */
async function startSending({ port }: TestServer, cookie: string) {
  const raw = await openRaw(port)
  const fields = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', Expect: '100-continue' }
  raw.write(head('POST /api/import?name=x', { ...fields, 'Content-Length': '10000000' }))
  await raw.received(/100 Continue/)
  raw.write(archive.subarray(0, 2_000))
  return raw
}

test('a file that was left by an earlier process is removed at the start', async () => {
  const { path } = cleanUp.use(await temporaryFolder('carry'))
  const imports = join(path, '.berth', 'imports')
  await mkdir(imports, { recursive: true })
  await writeFile(join(imports, 'left'), 'over')
  cleanUp.use(await startTestServer({ folder: path }))
  expect(await readdir(imports).catch(() => [])).toEqual([])
})

test('a closed console takes and gives nothing', async () => {
  await using server = await startTestServer({ config: { http: { addr: '0.0.0.0:0' } } })
  const files = carrying(server, newBrowser(server))
  expect(refusal(await files.post(archive))).toEqual([403, 'FORBIDDEN'])
  const query = { repository: 'a', reference: '1', format: 'oci' }
  expect(refusal(await files.download(query))).toEqual([403, 'FORBIDDEN'])
})
