import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { applySync } from '../../renderer/cache-sync.ts'
import type { SyncTarget } from '../../server/control/sync-contract.ts'
import type { SyncPlanView } from '../../server/control/sync-plan-contract.ts'
import type { SyncRun } from '../../server/control/sync-run-contract.ts'

const RULE = {
  direction: 'push',
  repositories: [],
  tags: [],
  platforms: [],
  referrers: true,
  deletes: false,
  afterPush: false,
} as const
const TARGET: SyncTarget = { id: 't', remote: 'azure', rule: RULE, paused: false, waiting: 0 }
const RUN: SyncRun = {
  id: 7,
  target: 't',
  remote: 'azure',
  direction: 'push',
  state: 'running',
  cause: 'hand',
  startedAt: 1,
  failed: 0,
  conflicts: 0,
}
const PLAN: SyncPlanView = {
  id: 'p',
  target: 't',
  state: 'looking',
  at: 1,
  repositories: 0,
  images: 0,
}

const client = new QueryClient()
afterEach(() => client.clear())

const event = (runs: readonly SyncRun[], plans: readonly SyncPlanView[] = []) =>
  applySync(client, { type: 'sync', runs, plans })
const isStale = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated

test('what runs is shown with its target', () => {
  client.setQueryData(['sync.targets', null], [TARGET])
  event([RUN])
  expect(client.getQueryData(['sync.targets', null])).toStrictEqual([{ ...TARGET, running: RUN }])
})

test('what has ended is no longer shown as under way, and is asked for', () => {
  client.setQueryData(['sync.targets', null], [{ ...TARGET, running: RUN }])
  client.setQueryData(['sync.getRun', { run: 7 }], RUN)
  client.setQueryData(['sync.runs', 'history'], [])
  event([])
  expect(client.getQueryData(['sync.targets', null])).toStrictEqual([TARGET])
  expect(isStale(['sync.getRun', { run: 7 }])).toBe(true)
  expect(isStale(['sync.runs', 'history'])).toBe(true)
})

test('images are asked for again as they end, and not while bytes move', () => {
  const key = ['sync.runImages', { run: 7, offset: 0, limit: 100 }]
  const after = (done: number, doneBytes: number): SyncRun => ({
    ...RUN,
    progress: {
      totalBytes: 9,
      doneBytes,
      sentBytes: 0,
      resentBytes: 0,
      mountedBytes: 0,
      rate: 0,
      images: { total: 2, done, failed: 0 },
      current: [],
    },
  })
  client.setQueryData(['sync.targets', null], [{ ...TARGET, running: RUN }])
  client.setQueryData(['sync.getRun', { run: 7 }], after(0, 1))
  client.setQueryData(key, {})
  event([after(0, 5)])
  expect(isStale(key)).toBe(false)
  event([after(1, 6)])
  expect(isStale(key)).toBe(true)
})

test('a plan that is made is asked for', () => {
  const key = ['sync.getPlan', { plan: 'p' }]
  client.setQueryData(key, PLAN)
  event([], [{ ...PLAN, images: 3 }])
  expect(client.getQueryData(key)).toMatchObject({ images: 3 })
  event([])
  expect(isStale(key)).toBe(true)
})
