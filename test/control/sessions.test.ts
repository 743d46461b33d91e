import { expect, test } from 'vitest'
import { createSessions } from '../../server/control/sessions.ts'

const HOUR = 3_600_000

function withClock() {
  const clock = { time: 1_000 }
  return { clock, sessions: createSessions(() => clock.time) }
}

test('a session is found by its secret alone, until it ends', () => {
  const { sessions } = withClock()
  const first = sessions.open({ user: 'alice', stamp: 'a' })
  const second = sessions.open({})
  expect(first).toMatch(/^[\w-]{43}$/)
  expect(second).not.toBe(first)
  expect(sessions.find(first)).toEqual({ user: 'alice', stamp: 'a' })
  expect(sessions.find(`${first}x`)).toBeUndefined()
  sessions.end(first)
  expect(sessions.find(first)).toBeUndefined()
  expect(sessions.find(second)).toEqual({})
})

test('one that nobody uses is over after twelve hours', () => {
  const { clock, sessions } = withClock()
  const secret = sessions.open({})
  clock.time += 12 * HOUR - 1
  expect(sessions.find(secret)).toBeDefined()
  clock.time += 12 * HOUR
  expect(sessions.find(secret)).toBeUndefined()
})

test('one that is used all the time is over after seven days', () => {
  const { clock, sessions } = withClock()
  const secret = sessions.open({})
  for (let hour = 1; hour < 7 * 24; hour++) {
    clock.time += HOUR
    expect(sessions.find(secret)).toBeDefined()
  }
  clock.time += HOUR
  expect(sessions.find(secret)).toBeUndefined()
})

test('of too many, the one unused for longest is over', () => {
  const { sessions } = withClock()
  const [used, unused] = [sessions.open({}), sessions.open({})]
  for (let count = 2; count < 1_000; count++) sessions.open({})
  sessions.find(used)
  sessions.open({})
  expect(sessions.find(unused)).toBeUndefined()
  expect(sessions.find(used)).toBeDefined()
})
