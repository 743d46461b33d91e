import { expect, test } from 'vitest'
import { bucketOf, FailureBudget } from '../../server/auth/failure-budget.ts'

const HERE = '192.0.2.1'
const ELSEWHERE = '192.0.2.2'

function budgetOf(burst: number, capacity = 100) {
  const clock = { time: 5_000 }
  const budget = new FailureBudget({ burst, interval: 2000, capacity, now: () => clock.time })
  const fail = (times: number, address = HERE) => {
    for (let count = 0; count < times; count++) budget.fail(address)
  }
  return { budget, clock, fail }
}

test('lets an address fail as often as it is free to', () => {
  const { budget, fail } = budgetOf(3)
  fail(2)
  const before = budget.wait(HERE)
  fail(1)
  expect([before, budget.wait(HERE)]).toEqual([0, 2000])
})

test('grants one attempt each interval afterwards', () => {
  const { budget, clock, fail } = budgetOf(3)
  fail(3)
  clock.time += 1999
  const early = budget.wait(HERE)
  clock.time += 1
  const onTime = budget.wait(HERE)
  fail(1)
  expect([early, onTime, budget.wait(HERE)]).toEqual([1, 0, 2000])
})

test('forgives everything in the end', () => {
  const { budget, clock, fail } = budgetOf(3)
  fail(3)
  clock.time += 60_000
  fail(2)
  expect(budget.wait(HERE)).toBe(0)
})

test('does not slow other addresses', () => {
  const { budget, fail } = budgetOf(3)
  fail(5)
  expect(budget.wait(ELSEWHERE)).toBe(0)
})

test('forgets the address that failed longest ago when there are too many', () => {
  const { budget, fail } = budgetOf(1, 2)
  fail(1, 'a')
  fail(1, 'b')
  fail(1, 'a')
  fail(1, 'c')
  expect(['a', 'b', 'c'].map((address) => budget.wait(address) > 0)).toEqual([true, false, true])
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['fe80::1:2:3:4%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ['', ''],
])('counts %j as %j', (address, bucket) => {
  expect(bucketOf(address)).toBe(bucket)
})
