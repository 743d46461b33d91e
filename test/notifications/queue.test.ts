import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MOST_ASIDE } from '../../server/notifications/aside.ts'
import { openQueue } from '../../server/notifications/queue.ts'
import { temporaryFolder } from '../support/folder.ts'
import { quietLog } from '../support/quiet-log.ts'

const bodies = (queue: ReturnType<typeof openQueue>, endpoint: string) =>
  queue.first(endpoint, 100).map(({ body }) => body)

test('each endpoint has a queue of its own', () => {
  const queue = openQueue(undefined, quietLog())
  queue.add({ endpoints: ['a', 'b'], body: '1' })
  queue.add({ endpoints: ['b'], body: '2' })
  expect([bodies(queue, 'a'), bodies(queue, 'b')]).toEqual([['1'], ['1', '2']])
  queue.removeUpTo('b', queue.first('b', 1)[0]?.id ?? 0)
  expect([bodies(queue, 'a'), bodies(queue, 'b')]).toEqual([['1'], ['2']])
  expect([queue.size('a'), queue.size('b'), queue.size('c')]).toEqual([1, 1, 0])
})

test('is there again after it was opened anew', async () => {
  await using folder = await temporaryFolder('queue')
  const first = openQueue(folder.path, quietLog())
  first.add({ endpoints: ['a', 'b'], body: '1' })
  first.close()
  const second = openQueue(folder.path, quietLog())
  expect(second.keepOnly(['a'])).toBe(1)
  expect([second.size('a'), second.size('b')]).toEqual([1, 0])
  second.close()
})

test('when it is full the oldest go, and it says how many', () => {
  const queue = openQueue(undefined, quietLog(), 20)
  const dropped = Array.from(
    { length: 30 },
    (_, at) => queue.add({ endpoints: ['a'], body: String(at) }).get('a') ?? 0,
  )
  expect(queue.size('a')).toBeLessThanOrEqual(20)
  expect(dropped.reduce((sum, count) => sum + count)).toBe(30 - queue.size('a'))
  expect(bodies(queue, 'a').at(-1)).toBe('29')
})

test('two processes on one folder have two files', async () => {
  await using folder = await temporaryFolder('queue')
  const first = openQueue(folder.path, quietLog())
  const second = openQueue(folder.path, quietLog())
  first.add({ endpoints: ['a'], body: '1' })
  second.add({ endpoints: ['a'], body: '2' })
  expect([bodies(first, 'a'), bodies(second, 'a')]).toEqual([['1'], ['2']])
  first.close()
  second.close()
})

test('a file that is damaged is left for a person, with a word', async () => {
  await using folder = await temporaryFolder('queue')
  await writeFile(join(folder.path, 'notifications.db'), 'x'.repeat(10_000))
  const heard: string[] = []
  const queue = openQueue(folder.path, quietLog({ warn: (text) => heard.push(text) }))
  queue.add({ endpoints: ['a'], body: '1' })
  expect(bodies(queue, 'a')).toEqual(['1'])
  expect(heard).toEqual([expect.stringContaining('cannot be read')])
  queue.close()
})

test('what was set aside, and how often the first was refused, is there after it was opened anew', async () => {
  await using folder = await temporaryFolder('queue')
  const first = openQueue(folder.path, quietLog())
  first.add({ endpoints: ['a'], body: '1' }, { endpoints: ['a'], body: '2' })
  const [one] = first.first('a', 1)
  const event = { ...(one ?? { id: 0, body: '' }), at: 5, answer: 'no' }
  expect(first.aside.refused('a', event.id, 3)).toEqual({ times: 1, since: 3 })
  expect(first.aside.refused('a', event.id, 4)).toEqual({ times: 2, since: 3 })
  first.setAside('a', event)
  expect(first.aside.refused('a', event.id + 1, 6)).toEqual({ times: 1, since: 6 })
  first.close()
  const second = openQueue(folder.path, quietLog())
  expect(bodies(second, 'a')).toEqual(['2'])
  expect(second.aside.list('a', 10)).toEqual([event])
  expect(second.aside.refused('a', event.id + 1, 7)).toEqual({ times: 2, since: 6 })
  expect(second.keepOnly([])).toBe(2)
  expect(second.aside.size('a')).toBe(0)
  second.close()
})

test('of what was set aside the oldest go when there is too much of it', () => {
  const queue = openQueue(undefined, quietLog())
  let dropped = 0
  for (let at = 0; at < MOST_ASIDE + 3; at++) {
    queue.add({ endpoints: ['a'], body: String(at) })
    const [one] = queue.first('a', 1)
    if (one) dropped += queue.setAside('a', { ...one, at, answer: 'no' })
  }
  expect(dropped).toBe(3)
  expect(queue.aside.size('a')).toBe(MOST_ASIDE)
  expect(queue.aside.list('a', 1)).toMatchObject([{ body: '3' }])
})
