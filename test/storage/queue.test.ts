import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createQueue } from '../../server/storage/queue.ts'
import { failureOf } from './bytes.ts'

test('work under one key goes one after the other, in the order it was asked for', async () => {
  const queue = createQueue()
  const log: string[] = []
  const work = (label: string, turns: number) =>
    queue('key', async () => {
      log.push(`+${label}`)
      for (let turn = 0; turn < turns; turn++) await nextTurn()
      log.push(`-${label}`)
      return label
    })
  expect(await Promise.all([work('1', 5), work('2', 0), work('3', 2)])).toStrictEqual([
    '1',
    '2',
    '3',
  ])
  expect(log).toStrictEqual(['+1', '-1', '+2', '-2', '+3', '-3'])
})

test('another key does not wait', async () => {
  const queue = createQueue()
  const held = Promise.withResolvers<string>()
  const first = queue('a', () => held.promise)
  expect(await queue('b', async () => 'done')).toBe('done')
  held.resolve('later')
  expect(await first).toBe('later')
})

test('a failure is its own caller’s, and the next goes on', async () => {
  const queue = createQueue()
  const failed = failureOf(queue('key', () => Promise.reject(new Error('first'))))
  const thrown = failureOf(
    queue('key', () => {
      throw new Error('second')
    }),
  )
  expect(await queue('key', async () => 'third')).toBe('third')
  expect([await failed, await thrown]).toStrictEqual([new Error('first'), new Error('second')])
})
