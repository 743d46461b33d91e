import { expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../http/server.ts'
import { startReceiver, type Receiver } from '../notifications/receiver.ts'
import { leaveAside } from '../notifications/set-aside.ts'
import { temporaryFolder } from '../support/folder.ts'
import { asking, MANIFEST_TYPE, newImage, pushImage } from '../support/http-image.ts'
import { digestOf } from '../support/snapshot.ts'
import { openByLink, refusal } from './browser.ts'

/** One that waits for a very long time after the first failure. */
const telling = (receiver: Receiver, folder?: string): Promise<TestServer> =>
  startTestServer({
    ...(folder !== undefined && { folder }),
    config: {
      notifications: {
        endpoints: [
          { name: 'hook', url: `${receiver.url}?key=opensesame`, threshold: 1, backoff: '10h' },
          { name: 'off', url: receiver.url, disabled: true },
        ],
      },
    },
  })

test('tells how each endpoint does, and tries again when asked to', async () => {
  await using receiver = await startReceiver({ status: 500 })
  await using server = await telling(receiver)
  const browser = await openByLink(server)
  await pushImage(asking(server.url), 'app', 'v1', newImage())
  await receiver.until(() => receiver.requests.length > 0)
  const failing = async () => {
    for (;;) {
      const [first] = await browser.call('notifications.list', undefined)
      if (first?.lastError) return first
    }
  }
  expect(await failing()).toEqual({
    name: 'hook',
    url: receiver.url,
    format: 'distribution',
    disabled: false,
    waiting: 4,
    aside: 0,
    delivered: 0,
    dropped: 0,
    failures: 1,
    failed: 1,
    happened: 4,
    lastError: { at: expect.any(Number), text: 'it answered 500 Internal Server Error' },
    nextTryAt: expect.any(Number),
  })
  receiver.answer(200)
  await browser.call('notifications.retry', { endpoint: 'hook' })
  await receiver.until(() => receiver.events.length === 4)
  for (;;) {
    const [first] = await browser.call('notifications.list', undefined)
    if (first?.waiting !== 0) continue
    expect(first).toMatchObject({ delivered: 4, failures: 0, deliveredAt: expect.any(Number) })
    expect(first.nextTryAt).toBeUndefined()
    break
  }
})

test('tells what the console does, as if a client had', async () => {
  await using receiver = await startReceiver()
  await using server = await telling(receiver)
  const browser = await openByLink(server)
  const image = newImage()
  await pushImage(asking(server.url), 'app', 'v1', image)
  await browser.call('tags.add', { repository: 'app', from: 'v1', tag: 'v2' })
  await browser.call('tags.delete', { repository: 'app', tags: ['v1'] })
  await receiver.until(() => receiver.events.length === 6)
  const [tagged, deleted] = receiver.events.slice(-2)
  const digest = digestOf(image.manifest)
  expect(tagged).toMatchObject({
    action: 'push',
    target: {
      mediaType: MANIFEST_TYPE,
      size: image.manifest.length,
      digest,
      repository: 'app',
      tag: 'v2',
      url: `http://localhost:${server.port}/v2/app/manifests/${digest}`,
    },
    request: { method: 'PUT', useragent: 'berth-console' },
  })
  expect(deleted).toMatchObject({ action: 'delete', target: { repository: 'app', tag: 'v1' } })
})

test('sends a test past what waits', async () => {
  await using receiver = await startReceiver()
  await using server = await telling(receiver)
  const browser = await openByLink(server)
  const taken = await browser.call('notifications.test', { endpoint: 'hook' })
  expect(taken).toEqual({ seconds: expect.any(Number) })
  expect(receiver.events.map(({ action, target }) => [action, target.repository])).toEqual([
    ['push', 'berth/test-event'],
  ])
  receiver.answer(404)
  const refused = await browser.call('notifications.test', { endpoint: 'hook' })
  expect(refused.problem).toBe('it answered 404 Not Found')
})

test('what was set aside is sent again up to the first that is not taken, or discarded', async () => {
  await using folder = await temporaryFolder('aside')
  leaveAside(folder.path, 'hook', ['v1', 'v2', 'v3'])
  await using receiver = await startReceiver({ status: 422 })
  await using server = await telling(receiver, folder.path)
  const browser = await openByLink(server)
  const listed = () => browser.call('notifications.aside', { endpoint: 'hook' })
  const [first, second, third] = await listed()
  expect(first).toEqual({
    id: expect.any(Number),
    action: 'push',
    repository: 'team/app',
    reference: 'v1',
    answer: 'it answered 400 Bad Request',
    at: expect.any(Number),
  })
  const ids = [third, second, first].map((event) => event?.id ?? 0)
  const answer = 'it answered 422 Unprocessable Entity'
  const retried = await browser.call('notifications.retryAside', { endpoint: 'hook', ids })
  expect(retried).toEqual({ taken: 0, problem: answer })
  expect(await listed()).toMatchObject([{ answer }, { reference: 'v2' }, { reference: 'v3' }])
  await browser.call('notifications.discardAside', { endpoint: 'hook', ids: [second?.id ?? 0] })
  receiver.answer(200)
  expect(await browser.call('notifications.retryAside', { endpoint: 'hook', ids })).toEqual({
    taken: 2,
  })
  expect(receiver.events.map(({ target }) => target.tag)).toEqual(['v1', 'v3'])
  expect(await listed()).toEqual([])
})

test.each([
  ['notifications.test', {}],
  ['notifications.retry', {}],
  ['notifications.aside', {}],
  ['notifications.retryAside', { ids: [1] }],
  ['notifications.discardAside', { ids: [1] }],
])('%s of what there is not', async (method, more) => {
  await using receiver = await startReceiver()
  await using server = await telling(receiver)
  const browser = await openByLink(server)
  for (const endpoint of ['none', 'off']) {
    const answer = await browser.post(`/api/rpc/${method}`, { endpoint, ...more })
    expect(refusal(answer)).toEqual([404, 'NOT_FOUND'])
  }
})
