import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { UploadPurgingConfig } from '../server/config/config.ts'
import { schedulePurge, type PurgeSchedule } from '../server/purge-schedule.ts'
import { openRegistry, type OpenedRegistry } from './registry/opened-registry.ts'
import { APP } from './registry/content.ts'
import { quietLog } from './support/quiet-log.ts'

const CONFIG: UploadPurgingConfig = { enabled: true, age: -1, interval: 1_000, dryRun: true }

let at: OpenedRegistry
let schedule: PurgeSchedule
/** Rounds that found the upload which is there. */
let rounds: number

beforeEach(async () => {
  at = await openRegistry()
  await at.registry.uploads.start(APP)
  rounds = 0
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const log = quietLog({ info: () => void rounds++ })
  schedule = schedulePurge(at.driver, at.registry.catalog, CONFIG, log)
})

afterEach(async () => {
  vi.useRealTimers()
  await schedule.stop()
  await at[Symbol.asyncDispose]()
})

/** Lets the time pass until a round falls into it and ends, and the next one is planned. @returns all rounds so far */
async function pass(milliseconds: number): Promise<number> {
  vi.advanceTimersByTime(milliseconds)
  await vi.waitUntil(() => vi.getTimerCount() === 1)
  return rounds
}

test('a round comes every interval', async () => {
  expect(await pass(1_000)).toBe(1)
  expect(await pass(1_000)).toBe(2)
})

test('switched off there is none, and switched on there is one again', async () => {
  schedule.change({ ...CONFIG, enabled: false })
  expect(vi.getTimerCount()).toBe(0)
  schedule.change(CONFIG)
  expect(await pass(1_000)).toBe(1)
})

test('what stays as it is does not put the next round off', async () => {
  vi.advanceTimersByTime(900)
  schedule.change({ ...CONFIG })
  expect(await pass(100)).toBe(1)
})
