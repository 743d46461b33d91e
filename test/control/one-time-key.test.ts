import { expect, test } from 'vitest'
import { createOneTimeKey } from '../../server/control/one-time-key.ts'

test('a key opens once, then another does', () => {
  const told: string[] = []
  const key = createOneTimeKey((next) => told.push(next))
  const first = key.current
  expect(first).toMatch(/^[\w-]{43}$/)
  expect(key.redeem(first)).toBe(true)
  expect(key.redeem(first)).toBe(false)
  expect(told).toEqual([key.current])
  expect(key.current).not.toBe(first)
  expect(key.redeem(key.current)).toBe(true)
})

test.each(['', 'x', 'a'.repeat(43)])('%j does not open, and costs nobody the key', (wrong) => {
  const key = createOneTimeKey(() => {})
  const { current } = key
  expect(key.redeem(wrong)).toBe(false)
  expect(key.current).toBe(current)
})
