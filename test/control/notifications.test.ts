import { expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../http/server.ts'
import { startReceiver, type Receiver } from '../notifications/receiver.ts'
import { asking, MANIFEST_TYPE, newImage, pushImage } from '../support/http-image.ts'
import { digestOf } from '../support/snapshot.ts'
import { openByLink, refusal } from './browser.ts'

/** One that waits for a very long time after the first failure. */
const telling = (receiver: Receiver): Promise<TestServer> =>
  startTestServer({
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

test.each(['notifications.test', 'notifications.retry'])(
  '%s of what there is not',
  async (method) => {
    await using receiver = await startReceiver()
    await using server = await telling(receiver)
    const browser = await openByLink(server)
    for (const endpoint of ['none', 'off']) {
      const answer = await browser.post(`/api/rpc/${method}`, { endpoint })
      expect(refusal(answer)).toEqual([404, 'NOT_FOUND'])
    }
  },
)
