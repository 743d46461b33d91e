import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTurns } from '../../server/registry/turns.ts'
import { failureOf } from '../storage/bytes.ts'

/** Work whose ends the test decides, and what has begun and ended so far. */
function stage() {
  const turns = createTurns()
  const log: string[] = []
  const ends = new Map<string, PromiseWithResolvers<void>>()
  const start = (how: 'together' | 'alone', label: string, name = 'a') => {
    const end = Promise.withResolvers<void>()
    ends.set(label, end)
    return turns[how](name, async () => {
      log.push(`+${label}`)
      await end.promise
      log.push(`-${label}`)
      return label
    })
  }
  const end = async (label: string) => {
    ends.get(label)?.resolve()
    await nextTurn()
  }
  const fail = async (label: string) => {
    ends.get(label)?.reject(new Error(label))
    await nextTurn()
  }
  return { turns, log, start, end, fail }
}

test('work together goes on side by side', async () => {
  const { log, start, end } = stage()
  const all = [start('together', '1'), start('together', '2')]
  await nextTurn()
  expect(log).toStrictEqual(['+1', '+2'])
  await end('2')
  await end('1')
  expect(await Promise.all(all)).toStrictEqual(['1', '2'])
})

test('who works alone waits for all before, and all after wait for that', async () => {
  const { log, start, end } = stage()
  const all = [
    start('together', '1'),
    start('together', '2'),
    start('alone', '3'),
    start('together', '4'),
    start('alone', '5'),
    start('alone', '6'),
  ]
  await nextTurn()
  expect(log).toStrictEqual(['+1', '+2'])
  await end('1')
  expect(log).toStrictEqual(['+1', '+2', '-1'])
  await end('2')
  expect(log.slice(3)).toStrictEqual(['-2', '+3'])
  await end('3')
  expect(log.slice(5)).toStrictEqual(['-3', '+4'])
  await end('4')
  expect(log.slice(7)).toStrictEqual(['-4', '+5'])
  await end('5')
  expect(log.slice(9)).toStrictEqual(['-5', '+6'])
  await end('6')
  expect(await Promise.all(all)).toStrictEqual(['1', '2', '3', '4', '5', '6'])
})

test('other names do not wait', async () => {
  const { log, start, end } = stage()
  const all = [start('alone', '1', 'a'), start('alone', '2', 'b')]
  await nextTurn()
  expect(log).toStrictEqual(['+1', '+2'])
  await end('1')
  await end('2')
  await Promise.all(all)
})

test('a failure is told to its own caller, and the line goes on', async () => {
  const { log, start, end, fail } = stage()
  const [first, second, third] = [
    start('together', '1'),
    start('alone', '2'),
    start('together', '3'),
  ]
  const failures = [failureOf(first), failureOf(second)]
  await fail('1')
  await fail('2')
  await end('3')
  expect(await Promise.all(failures)).toStrictEqual([new Error('1'), new Error('2')])
  expect(await third).toBe('3')
  expect(log).toStrictEqual(['+1', '+2', '+3', '-3'])
})

const broken = () => {
  throw new Error('broken')
}

test('work that throws before it begins to wait fails like any other', async () => {
  const { turns } = stage()
  expect(await failureOf(turns.alone('a', broken))).toStrictEqual(new Error('broken'))
  expect(await failureOf(turns.together('a', broken))).toStrictEqual(new Error('broken'))
  expect(await turns.alone('a', async () => 'next')).toBe('next')
})

test('who comes when the line was empty again does not overlap', async () => {
  const { turns } = stage()
  let inside = 0
  const work = async () => {
    expect(++inside).toBe(1)
    await nextTurn()
    inside--
  }
  for (let round = 0; round < 50; round++) {
    await Promise.all([turns.alone('a', work), turns.alone('a', work), turns.together('a', work)])
  }
  expect(inside).toBe(0)
})
