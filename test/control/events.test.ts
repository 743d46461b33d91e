import { describe, expect, test } from 'vitest'
import type { ConsoleEvent } from '../../server/control/contract.ts'
import { createEvents } from '../../server/control/events.ts'

const about = (name: string): ConsoleEvent => ({ type: 'repositories', names: [name] })

const refuse = (): never => {
  throw new Error('not wanted')
}

function withClock() {
  const clock = { time: 1_000 }
  return { clock, events: createEvents(() => clock.time) }
}

/** Somebody who listens; `seen` grows. */
function listening(events: ReturnType<typeof createEvents>, after?: number) {
  const seen: { id: number; event: ConsoleEvent }[] = []
  const subscription = events.subscribe(({ id, event }) => seen.push({ id, event }), after)
  return { ...subscription, seen }
}

test('everybody who listens gets every event, with ids that grow', () => {
  const { events } = withClock()
  const [one, two] = [listening(events), listening(events)]
  events.publish(() => about('a'))
  two.end()
  events.publish(() => about('b'))
  expect(one.seen.map(({ event }) => event)).toEqual([about('a'), about('b')])
  expect(two.seen.map(({ event }) => event)).toEqual([about('a')])
  const [first, second] = one.seen
  expect(second?.id).toBeGreaterThan(first?.id ?? Infinity)
})

test('whoever comes back gets what was missed', () => {
  const { events } = withClock()
  const before = listening(events)
  for (const name of ['a', 'b', 'c']) events.publish(() => about(name))
  before.end()
  events.publish(() => about('d'))
  const after = listening(events, before.seen[1]?.id)
  expect(after.missed?.map(({ event }) => event)).toEqual([about('c'), about('d')])
  expect(listening(events, after.missed?.at(-1)?.id).missed).toEqual([])
})

describe('it says when more was missed than is kept', () => {
  test('after a thousand events', () => {
    const { events } = withClock()
    const { lastId } = listening(events)
    for (let count = 0; count < 1_000; count++) events.publish(() => about('a'))
    expect(listening(events, lastId).missed).toHaveLength(1_000)
    events.publish(() => about('a'))
    expect(listening(events, lastId).missed).toBeUndefined()
  })

  test('after a mebibyte of them', () => {
    const { events } = withClock()
    const { lastId } = listening(events)
    for (let count = 0; count < 3; count++) events.publish(() => about('a'.repeat(400_000)))
    expect(listening(events, lastId).missed).toBeUndefined()
    expect(listening(events, lastId + 1).missed).toHaveLength(2)
  })

  test.each([
    ['an older process', -1],
    ['a newer one', 1],
  ])('to somebody who comes from %s', (_from, difference) => {
    const { events } = withClock()
    const { lastId } = listening(events)
    expect(listening(events, lastId + difference).missed).toBeUndefined()
  })
})

test('a process that starts later has greater ids', () => {
  const first = createEvents(() => 1_000)
  const listener = listening(first)
  for (let count = 0; count < 100; count++) first.publish(() => about('a'))
  const second = listening(createEvents(() => 1_001))
  expect(second.lastId).toBeGreaterThan(listener.seen.at(-1)?.id ?? Infinity)
})

test('while nobody wants events none is made, and whoever comes back later is told', () => {
  const { clock, events } = withClock()
  expect(events.wanted).toBe(false)
  events.publish(refuse)
  const listener = listening(events)
  listener.end()
  clock.time += 59_999
  events.publish(() => about('kept'))
  expect(listening(events, listener.lastId).missed).toHaveLength(1)

  const last = listening(events)
  last.end()
  clock.time += 120_000
  // The one above still listens.
  expect(events.wanted).toBe(true)
})

test('a minute after the last one left nothing is kept', () => {
  const { clock, events } = withClock()
  const listener = listening(events)
  listener.end()
  clock.time += 60_000
  expect(events.wanted).toBe(false)
  events.publish(refuse)
  expect(listening(events, listener.lastId).missed).toBeUndefined()
})
