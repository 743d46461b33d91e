import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CareStopped, createCare, type Care } from '../server/collect/care.ts'
import { readGrowth } from '../server/collect/growth.ts'
import { allowedOf, scheduleCollect, type CollectSchedule } from '../server/collect-schedule.ts'
import type { GcConfig } from '../server/config/config.ts'
import { MEMORY, type OpenedStorage } from './collect/storages.ts'
import { load } from './config/loading.ts'
import { APP, pushImage } from './registry/content.ts'
import { quietLog } from './support/quiet-log.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const by = { via: 'client' } as const
const CONFIG: GcConfig = { enabled: true, interval: HOUR, untagged: false, grace: 0 }

let at: OpenedStorage
let care: Care
let schedules: CollectSchedule[]
/** What the log was told of rounds. */
let rounds: string[]
let problems: string[]

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  at = await MEMORY.open()
  care = createCare({ driver: at.driver, registry: at.registry, grace: 0 })
  schedules = []
  rounds = []
  problems = []
})

afterEach(async () => {
  for (const schedule of schedules) await schedule.stop()
  vi.useRealTimers()
})

function start(config = CONFIG): CollectSchedule {
  const log = quietLog({
    info: (message) => void rounds.push(message),
    warn: (message) => void problems.push(message),
    error: (message) => void problems.push(message),
  })
  const schedule = scheduleCollect(at.driver, care, config, log)
  schedules.push(schedule)
  return schedule
}

/** @returns rounds so far */
async function pass(milliseconds: number): Promise<number> {
  await vi.advanceTimersByTimeAsync(milliseconds)
  return rounds.length
}

test('the first round comes soon after the start, then one every interval', async () => {
  const digest = await pushImage(at.registry, 'config', 'v1')
  await at.registry.manifests.remove(APP, digest)
  const schedule = start()
  expect(await pass(4 * MINUTE)).toBe(0)
  expect(schedule.now()).toStrictEqual({ ...CONFIG, next: Date.now() + MINUTE })
  expect(await pass(MINUTE)).toBe(1)
  expect(await Array.fromAsync(at.registry.catalog.list())).toStrictEqual([])
  expect(await readGrowth(at.driver)).toMatchObject([{ bytes: 0 }])
  expect(await pass(HOUR - MINUTE)).toBe(1)
  expect(await pass(2 * MINUTE)).toBe(2)
  expect(problems).toStrictEqual([])
})

test('images without a tag go where that is asked for, and nobody but the server is said to do it', async () => {
  const digest = await pushImage(at.registry, 'config')
  const deleted: unknown[] = []
  care.watch({ deleted: (...told) => void deleted.push(told) })
  start({ ...CONFIG, untagged: true })
  expect(await pass(5 * MINUTE)).toBe(1)
  expect(deleted).toStrictEqual([[APP, [digest], { via: 'server' }]])
})

test('a restart, or another process, makes no round come early', async () => {
  await start().stop()
  const first = start()
  expect(await pass(5 * MINUTE)).toBe(1)
  await first.stop()
  start()
  expect(await pass(30 * MINUTE)).toBe(1)
  expect(await pass(31 * MINUTE)).toBe(2)
})

test('switched off there is none, and switched on there is one again', async () => {
  const schedule = start()
  schedule.change({ ...CONFIG, enabled: false })
  expect(await pass(10 * HOUR)).toBe(0)
  expect(schedule.now().next).toBeUndefined()
  schedule.change(CONFIG)
  expect(await pass(5 * MINUTE)).toBe(1)
})

test('while somebody else cares for storage it comes a little later, in silence', async () => {
  const busy = Promise.withResolvers<void>()
  const pause = () => busy.promise
  care = createCare({ driver: at.driver, registry: at.registry, grace: 0, pause })
  await pushImage(at.registry, 'config', 'v1')
  const checked = care.check({ by, digests: false })
  start()
  expect(await pass(6 * MINUTE)).toBe(0)
  busy.resolve()
  await checked
  expect(await pass(MINUTE)).toBe(1)
  expect(problems).toStrictEqual([])
})

test('what goes wrong is told, and tried again an interval later', async () => {
  const { stat } = at.driver
  at.driver.stat = async (path) => {
    if (path.includes('_berth')) throw new Error('storage is away')
    return await stat(path)
  }
  start()
  await pass(HOUR)
  expect(problems).toStrictEqual(['freeing space failed'])
  at.driver.stat = stat
  expect(await pass(HOUR)).toBe(1)
})

test.each([
  ['readonly: {enabled: true}', 'delete: {enabled: true}', { enabled: false, untagged: true }],
  ['readonly: {enabled: false}', 'delete: {enabled: false}', { enabled: true, untagged: false }],
  ['readonly: {enabled: false}', 'delete: {enabled: true}', { enabled: true, untagged: true }],
])('with %s and %s it may do %j', (readonly, deleting, allowed) => {
  const gc = 'gc: {enabled: true, untagged: true}'
  const { config } = load({ yaml: `storage: {maintenance: {${gc}, ${readonly}}, ${deleting}}` })
  expect(allowedOf(config.storage)).toMatchObject(allowed)
})

test('a round that somebody stops is no failure', async () => {
  start()
  care.watch({ progress: () => care.stop(new CareStopped('by hand')) })
  await pass(5 * MINUTE)
  expect([rounds, problems]).toStrictEqual([['freeing space was stopped'], []])
})
