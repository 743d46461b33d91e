import { expect, test } from 'vitest'
import type { EndpointConfig } from '../../server/config/config.ts'
import { createDelivery, type Clock } from '../../server/notifications/delivery.ts'
import { DeliveryFailure, type Post } from '../../server/notifications/post.ts'
import { openQueue } from '../../server/notifications/queue.ts'
import { quietLog } from '../support/quiet-log.ts'

const ENDPOINT: EndpointConfig = {
  name: 'a',
  disabled: false,
  url: new URL('http://a/'),
  headers: {},
  timeout: 1_000,
  threshold: 3,
  backoff: 1_000,
  ignoredMediaTypes: [],
  ignoredActions: [],
  format: 'distribution',
}

/** Time that passes when a test says so. */
function handClock() {
  let now = 0
  let planned: { readonly at: number; readonly run: () => void } | undefined
  const clock: Clock = {
    now: () => now,
    after(ms, run) {
      planned = { at: now + ms, run }
      return () => (planned = undefined)
    },
  }
  /** To what is planned next. @returns how long that took */
  function forward(): number {
    const next = planned
    if (!next) throw new Error('nothing is planned')
    const waited = next.at - now
    now = next.at
    planned = undefined
    next.run()
    return waited
  }
  return { clock, forward, isPlanned: () => planned !== undefined }
}

function setUp({
  fails = 0,
  most = 1_000,
  endpoint = ENDPOINT,
  /** Events that are refused, whatever comes with them. */
  refuses = [] as readonly string[],
  isRefusal = true,
} = {}) {
  const queue = openQueue(undefined, quietLog(), most)
  const taken: string[][] = []
  const heard: string[] = []
  let left = fails
  const post: Post = async (events) => {
    if (left-- > 0) throw new DeliveryFailure('it answered 500')
    const ids = events.map(({ id }) => id)
    if (ids.some((id) => refuses.includes(id))) {
      throw new DeliveryFailure('it answered 400', { isRefusal })
    }
    taken.push(ids)
  }
  const hand = handClock()
  const log = quietLog({ warn: (text) => heard.push(text), info: (text) => heard.push(text) })
  const delivery = createDelivery({
    endpoint,
    queue,
    post,
    log,
    clock: hand.clock,
    random: () => 1,
  })
  const add = (id: string) => {
    queue.add({ endpoints: ['a'], body: JSON.stringify({ id }) })
    delivery.wake()
  }
  return { queue, taken, heard, delivery, add, ...hand }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('what waits is brought in its order, as much at once as a request carries', async () => {
  const at = setUp()
  for (let id = 0; id < 120; id++)
    at.queue.add({ endpoints: ['a'], body: JSON.stringify({ id: String(id) }) })
  at.delivery.wake()
  await settled()
  expect(at.taken.map(({ length }) => length)).toEqual([50, 50, 20])
  expect(at.taken.flat()).toEqual(Array.from({ length: 120 }, (_, id) => String(id)))
  expect(at.delivery.state).toMatchObject({ delivered: 120, failures: 0 })
  expect(at.queue.size('a')).toBe(0)
})

test('waits longer after each failure, and says so once', async () => {
  const at = setUp({ fails: 6 })
  at.add('1')
  const waits: number[] = []
  for (let round = 0; round < 6; round++) {
    await settled()
    waits.push(at.forward())
  }
  await settled()
  expect(waits).toEqual([200, 400, 1_000, 2_000, 4_000, 8_000])
  expect(at.taken).toEqual([['1']])
  expect(at.heard).toEqual(['notifications do not arrive', 'notifications arrive again'])
})

test('a wait has an end, however many failures', async () => {
  const at = setUp({ fails: 100 })
  at.add('1')
  let last = 0
  for (let round = 0; round < 60; round++) {
    await settled()
    last = at.forward()
  }
  expect(last).toBe(300_000)
})

test('no event overtakes another while it waits', async () => {
  const at = setUp({ fails: 1 })
  at.add('1')
  await settled()
  at.add('2')
  at.add('3')
  await settled()
  expect(at.taken).toEqual([])
  at.forward()
  await settled()
  expect(at.taken.flat()).toEqual(['1', '2', '3'])
})

test('a person who asks for it need not wait', async () => {
  const at = setUp({ fails: 1 })
  at.add('1')
  await settled()
  expect(at.delivery.state).toMatchObject({
    failures: 1,
    lastError: { at: 0, text: 'it answered 500' },
    nextTryAt: 200,
  })
  at.delivery.retry()
  await settled()
  expect(at.taken).toEqual([['1']])
  expect(at.isPlanned()).toBe(false)
  expect(at.delivery.state.nextTryAt).toBeUndefined()
})

test('CloudEvents go one by one', async () => {
  const at = setUp({ endpoint: { ...ENDPOINT, format: 'cloudevents' } })
  at.queue.add({ endpoints: ['a'], body: '{"id":"1"}' })
  at.queue.add({ endpoints: ['a'], body: '{"id":"2"}' })
  at.delivery.wake()
  await settled()
  await settled()
  expect(at.taken).toEqual([['1'], ['2']])
})

const HOURS = 3_600_000

/** Until nothing is planned any more, or so much time has passed. @returns how many times it was tried */
async function forwardFor(at: ReturnType<typeof setUp>, milliseconds: number): Promise<number> {
  const until = at.clock.now() + milliseconds
  for (let tries = 0; ; tries++) {
    await settled()
    await settled()
    if (!at.isPlanned() || at.clock.now() >= until) return tries
    at.forward()
  }
}

test('an event that is refused for hours is set aside, and those behind it go on in their order', async () => {
  const at = setUp({ refuses: ['3'] })
  const ids = ['1', '2', '3', '4', '5']
  at.queue.add(...ids.map((id) => ({ endpoints: ['a'], body: JSON.stringify({ id }) })))
  at.delivery.wake()
  await forwardFor(at, 3.9 * HOURS)
  // Those before it do not wait for it.
  expect(at.taken.flat()).toEqual(['1', '2'])
  expect(at.queue.aside.size('a')).toBe(0)
  await forwardFor(at, 0.2 * HOURS)
  expect(at.taken).toEqual([['1'], ['2'], ['4'], ['5']])
  expect(at.queue.size('a')).toBe(0)
  const [event, ...others] = at.queue.aside.list('a', 10)
  expect(event).toMatchObject({ body: '{"id":"3"}', answer: 'it answered 400', at: at.clock.now() })
  expect(others).toEqual([])
  at.add('6')
  at.add('7')
  await settled()
  await settled()
  expect(at.taken.flat()).toEqual(['1', '2', '4', '5', '6', '7'])
  expect(at.heard).toContain('a notification was set aside: its endpoint refuses it')
})

test('not for many tries within a short time, nor for few within a long one', async () => {
  const quick = setUp({ refuses: ['1'] })
  quick.add('1')
  for (let tries = 0; tries < 40; tries++) {
    await settled()
    quick.delivery.retry()
  }
  expect(quick.queue.aside.size('a')).toBe(0)
  const slow = setUp({ refuses: ['1'], endpoint: { ...ENDPOINT, threshold: 0, backoff: HOURS } })
  slow.add('1')
  await forwardFor(slow, 18 * HOURS)
  expect(slow.queue.aside.size('a')).toBe(0)
  await forwardFor(slow, 2 * HOURS)
  expect(slow.queue.aside.size('a')).toBe(1)
})

test('what only says that the endpoint is set up wrongly sets nothing aside', async () => {
  const at = setUp({ refuses: ['1'], isRefusal: false })
  at.add('1')
  at.add('2')
  await forwardFor(at, 48 * HOURS)
  expect(at.queue.aside.size('a')).toBe(0)
  expect(at.queue.size('a')).toBe(2)
})
