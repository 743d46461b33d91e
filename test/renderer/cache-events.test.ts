import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { applyEvents, historyKey } from '../../renderer/cache-events.ts'
import type { Connection } from '../../renderer/transport.ts'
import type { Activity } from '../../server/control/activity-contract.ts'
import type { ConsoleEvent } from '../../server/control/contract.ts'

function added<T>(set: Set<T>, listener: T): () => void {
  set.add(listener)
  return () => set.delete(listener)
}

/** A host whose events and states the test makes. */
function madeHost() {
  const events = new Set<(event: ConsoleEvent) => void>()
  const states = new Set<() => void>()
  let state: Connection = 'online'
  return {
    get state() {
      return state
    },
    call: () => Promise.reject(new Error('nobody calls here')),
    subscribe: (listener: (event: ConsoleEvent) => void) => added(events, listener),
    onState: (listener: () => void) => added(states, listener),
    retry: () => undefined,
    send: (event: ConsoleEvent) => events.forEach((listener) => listener(event)),
    become(next: Connection) {
      state = next
      states.forEach((listener) => listener())
    },
    get listeners() {
      return events.size + states.size
    },
  }
}

const activity = (id: number): Activity => ({ id, at: id, action: 'push', repository: 'team/api' })

const client = new QueryClient()
let host = madeHost()
let end = () => {}

beforeEach(() => {
  vi.useFakeTimers()
  host = madeHost()
  end = applyEvents(host, client)
})

afterEach(() => {
  end()
  client.clear()
  vi.useRealTimers()
})

const isStale = (key: readonly unknown[]): boolean | undefined =>
  client.getQueryState(key)?.isInvalidated

test('what moves is known at once', () => {
  host.send({ type: 'transfers', transfers: [] })
  expect(client.getQueryData(['transfers.list', null])).toStrictEqual([])
})

describe('when repositories change', () => {
  const LIST = ['repositories.list', { offset: 0 }]
  const API = ['tags.list', { repository: 'team/api', offset: 0 }]
  const WEB = ['images.get', { repository: 'team/web', reference: 'v1' }]

  beforeEach(() => {
    for (const key of [LIST, API, WEB]) client.setQueryData(key, {})
  })

  test.each([
    [['team/api'], [true, true, false]],
    [[], [true, true, true]],
  ])('%j makes lists and what is shown of them stale', (names, stale) => {
    host.send({ type: 'repositories', names })
    vi.runAllTimers()
    expect([LIST, API, WEB].map(isStale)).toStrictEqual(stale)
  })

  test('many events are one refresh', () => {
    const invalidate = vi.spyOn(client, 'invalidateQueries')
    for (let sent = 0; sent < 50; sent += 1)
      host.send({ type: 'repositories', names: ['team/api'] })
    vi.runAllTimers()
    expect(invalidate).toHaveBeenCalledTimes(1)
    invalidate.mockRestore()
  })
})

describe('when something happened', () => {
  test('the whole history gets it on top', () => {
    client.setQueryData(historyKey(''), { pages: [[activity(1)]], pageParams: [undefined] })
    host.send({ type: 'activity', activity: activity(2) })
    expect(client.getQueryData(historyKey(''))).toMatchObject({
      pages: [[activity(2), activity(1)]],
    })
  })

  test('a list of the newest keeps its length', () => {
    const key = ['activity.list', { limit: 2 }]
    client.setQueryData(key, [activity(2), activity(1)])
    host.send({ type: 'activity', activity: activity(3) })
    expect(client.getQueryData(key)).toStrictEqual([activity(3), activity(2)])
  })

  test('a searched history is asked for again', () => {
    client.setQueryData(historyKey('api'), { pages: [[activity(1)]], pageParams: [undefined] })
    host.send({ type: 'activity', activity: activity(2) })
    expect(isStale(historyKey('api'))).toBe(true)
  })
})

describe('when the host', () => {
  const KEY = ['session.get', null]

  test('is back, everything is asked for again', () => {
    client.setQueryData(KEY, {})
    host.become('offline')
    expect(isStale(KEY)).toBe(false)
    host.become('online')
    expect(isStale(KEY)).toBe(true)
  })

  test('asks for a login, everything is forgotten', () => {
    client.setQueryData(KEY, {})
    host.become('login')
    expect(client.getQueryData(KEY)).toBeUndefined()
  })

  test('asks for a login again and again, what the login asks for is left alone', () => {
    host.become('login')
    client.setQueryData(['login'], 'password')
    host.become('login')
    expect(client.getQueryData(['login'])).toBe('password')
  })

  test('is no longer listened to, nothing of it is left', () => {
    end()
    expect(host.listeners).toBe(0)
  })
})
