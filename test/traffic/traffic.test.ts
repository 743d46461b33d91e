import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Activity, Transfer } from '../../server/control/activity-contract.ts'
import { isEvent, openByLink, type Browser } from '../control/browser.ts'
import {
  closing,
  imageManifest,
  manifestBytes,
  pushBlob,
  pushImage,
  putManifest,
  startUpload,
} from '../http/content.ts'
import { head, openRaw } from '../http/raw.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { digestOf } from '../../server/oci/digest.ts'

const cleanUp = cleanUpAfterAll()
const start = async (wishes = {}): Promise<TestServer> => cleanUp.use(await startTestServer(wishes))

const MIB = 1024 * 1024

/** What is moving, as soon as something fits. */
async function moving(browser: Browser, fits: (transfer: Transfer) => boolean): Promise<Transfer> {
  using events = await browser.events()
  const sent = await events.next(isEvent('transfers', ({ transfers }) => transfers.some(fits)))
  const { transfers } = JSON.parse(sent.data) as { transfers: readonly Transfer[] }
  const found = transfers.find(fits)
  if (!found) throw new Error('gone again')
  return found
}

test('a push is seen while it moves, and gone when it is over', async () => {
  const server = await start()
  const browser = await openByLink(server)
  using events = await browser.events()
  const bytes = randomBytes(2 * MIB)
  const digest = digestOf(bytes)
  const { pathname } = new URL(await startUpload(server, 'team/api'))
  using raw = await openRaw(server.port)
  const headers = { 'Content-Length': String(bytes.length), 'User-Agent': 'docker/28.0 go/1.2' }
  raw.write(head(`PUT ${closing(pathname, digest)}`, headers))
  raw.write(bytes.subarray(0, MIB))

  const half = await moving(browser, ({ bytes }) => bytes === MIB)
  expect(half).toMatchObject({
    direction: 'push',
    repository: 'team/api',
    digest,
    agent: 'docker',
    remote: '127.0.0.1',
    totalBytes: 2 * MIB,
  })
  expect(half.rate).toBeGreaterThan(0)
  expect(await browser.call('transfers.list', undefined)).toMatchObject([{ id: half.id }])

  raw.write(bytes.subarray(MIB))
  await raw.received(/201 Created/)
  await events.next(isEvent('transfers', ({ transfers }) => transfers.length === 0))
  expect(await browser.call('transfers.list', undefined)).toEqual([])
})

test('a client that does not tell how much comes has no total', async () => {
  const server = await start()
  const browser = await openByLink(server)
  const { pathname } = new URL(await startUpload(server, 'a'))
  using raw = await openRaw(server.port)
  raw.write(head(`PATCH ${pathname}`, { 'Transfer-Encoding': 'chunked' }))
  raw.write('5\r\nabcde\r\n')
  const half = await moving(browser, ({ bytes }) => bytes === 5)
  expect(half).not.toHaveProperty('totalBytes')
  expect(half).not.toHaveProperty('agent')
})

test('a pull is seen while it moves, and gone when the client goes away', async () => {
  const server = await start()
  const browser = await openByLink(server)
  const { digest } = await pushBlob(server, 'a', randomBytes(64 * MIB))
  using raw = await openRaw(server.port)
  raw.write(head(`GET /v2/a/blobs/${digest}`, { 'User-Agent': 'containers/5.0 (x)' }))
  await raw.received(/\r\n\r\n/)
  raw.socket.pause()
  const part = await moving(browser, ({ bytes }) => bytes > MIB)
  expect(part).toMatchObject({
    direction: 'pull',
    repository: 'a',
    digest,
    agent: 'containers',
    totalBytes: 64 * MIB,
  })
  expect(part.bytes).toBeLessThan(64 * MIB)
  using events = await browser.events()
  raw.socket.destroy()
  await events.next(isEvent('transfers', ({ transfers }) => transfers.length === 0))
})

/** The latest activity that fits, as soon as there is one. */
async function activity(
  browser: Browser,
  work: () => Promise<unknown>,
  fits: (activity: Activity) => boolean = () => true,
): Promise<Activity> {
  using events = await browser.events()
  await events.received(/^id: /)
  await work()
  const sent = await events.next(isEvent('activity', ({ activity }) => fits(activity)))
  return (JSON.parse(sent.data) as { activity: Activity }).activity
}

test('pushes, pulls and deletes are in the history', async () => {
  const server = await start()
  const browser = await openByLink(server)
  const image = await imageManifest(server, 'a')
  const { config, layers } = image
  const moved = config.size + layers.reduce((sum, { size }) => sum + size, 0)
  const digest = digestOf(manifestBytes(image))
  const pushed = await activity(browser, () => putManifest(server, 'a', 'v1', image))
  expect(pushed).toMatchObject({ action: 'push', repository: 'a', tag: 'v1', digest, bytes: moved })

  const pulled = await activity(browser, async () => {
    await server.send('/v2/a/manifests/v1', { method: 'HEAD' })
    await server.send(`/v2/a/manifests/${digest}`)
    await server.send(`/v2/a/blobs/${config.digest}`)
  })
  expect(pulled).toMatchObject({ action: 'pull', tag: 'v1', digest, bytes: config.size })

  const untagged = await activity(browser, () =>
    server.send('/v2/a/manifests/v1', { method: 'DELETE' }),
  )
  expect(untagged).toMatchObject({ action: 'delete', tag: 'v1' })
  const deleted = await activity(browser, () =>
    server.send(`/v2/a/manifests/${digest}`, { method: 'DELETE' }),
  )
  expect(deleted).toMatchObject({ action: 'delete', digest })
  expect(await browser.call('activity.list', { limit: 10 })).toEqual([
    deleted,
    untagged,
    pulled,
    pushed,
  ])
})

test('the console’s own changes are, too', async () => {
  const server = await start()
  const browser = await openByLink(server)
  const { digest } = await pushImage(server, 'a', 'v1')
  const retagged = await activity(
    browser,
    () => browser.call('tags.add', { repository: 'a', from: 'v1', tag: 'v2' }),
    ({ action }) => action === 'retag',
  )
  expect(retagged).toMatchObject({ repository: 'a', tag: 'v2', digest, agent: 'console' })
  const deleted = await activity(browser, () =>
    browser.call('tags.delete', { repository: 'a', tags: ['v1'] }),
  )
  expect(deleted).toMatchObject({ action: 'delete', repository: 'a', tag: 'v1', agent: 'console' })
})

test.each([
  ['HEAD', 'a tag', {}],
  ['GET', 'what the client has', { 'if-none-match': '*' }],
])('%s of %s is no pull', async (method, _what, headers) => {
  const server = await start()
  const browser = await openByLink(server)
  await pushImage(server, 'a', 'v1')
  await server.send('/v2/a/manifests/v1', { method, headers })
  // A real one, by another client, comes through first if the other was none.
  const next = await activity(
    browser,
    () => server.send('/v2/a/manifests/v1', { headers: { 'user-agent': 'other/1' } }),
    ({ action }) => action === 'pull',
  )
  expect(next.agent).toBe('other')
  await server.stop()
})

test('the history survives a restart', async () => {
  await using folder = await temporaryFolder('activity')
  const first = await startTestServer({ folder: folder.path })
  await pushImage(first, 'a', 'v1')
  // Still waiting for quiet when the server stops.
  await first.send('/v2/a/manifests/v1')
  await first.stop()
  await using second = await startTestServer({ folder: folder.path })
  const browser = await openByLink(second)
  expect(await browser.call('activity.list', { limit: 10, search: 'V1' })).toMatchObject([
    { id: 2, action: 'pull', tag: 'v1' },
    { id: 1, action: 'push', tag: 'v1' },
  ])
})
