import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ahead } from '../../server/registry/ahead.ts'
import { failureOf } from '../storage/bytes.ts'

const NUMBERS = Array.from({ length: 20 }, (_, index) => index)

test.each([1, 3, 20, 50])('results come in order, %i at a time', async (width) => {
  let underWay = 0
  let most = 0
  const work = async (item: number) => {
    most = Math.max(most, ++underWay)
    for (let wait = 20 - item; wait > 0; wait--) await nextTurn()
    underWay--
    return item * 2
  }
  const results = await Array.fromAsync(ahead(NUMBERS, width, work))
  expect(results).toStrictEqual(NUMBERS.map((item) => item * 2))
  expect(most).toBe(Math.min(width, NUMBERS.length))
})

test('nothing of nothing', async () => {
  expect(await Array.fromAsync(ahead([], 4, async () => 1))).toStrictEqual([])
})

test('what is not wanted is not begun', async () => {
  const begun: number[] = []
  for await (const first of ahead(NUMBERS, 4, async (item) => begun.push(item))) {
    expect(first).toBe(1)
    break
  }
  expect(begun).toStrictEqual([0, 1, 2, 3])
})

async function failFromTwo(item: number): Promise<number> {
  if (item >= 2) throw new Error(`failed at ${item}`)
  return item
}

test('a failure comes in its turn, and those after it are nobody’s', async () => {
  const results: number[] = []
  const take = async () => {
    for await (const result of ahead(NUMBERS, 8, failFromTwo)) results.push(result)
  }
  expect(await failureOf(take())).toStrictEqual(new Error('failed at 2'))
  expect(results).toStrictEqual([0, 1])
})
