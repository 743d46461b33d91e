import { expect, test } from 'vitest'
import { createCare } from '../../server/collect/care.ts'
import { createMetrics } from '../../server/metrics/metrics.ts'
import { MEMORY } from '../collect/storages.ts'
import { pushImage } from '../registry/content.ts'
import { failureOf } from '../storage/bytes.ts'
import { readExposition } from './exposition.ts'

const by = { via: 'client' } as const
const FREE = { by, untagged: true, dryRun: false }

/** Names with the values of their labels, and the numbers, of what is freed. */
async function gcIn(metrics: Pick<ReturnType<typeof createMetrics>, 'text'>) {
  const families = [...readExposition(await metrics.text()).values()]
  const samples = families.flatMap((family) => family.samples)
  return Object.fromEntries(
    samples
      .filter(({ name }) => name.startsWith('berth_gc_'))
      .map(({ name, labels, value }) => [[name, ...Object.values(labels)].join(' '), value]),
  )
}

test('tell what each run freed, and how the last one ended', async () => {
  await using at = await MEMORY.open()
  const metrics = createMetrics()
  const care = createCare({ ...at, grace: 0 })
  care.watch(metrics.care)
  await pushImage(at.registry, 'config')
  await at.settle()
  await care.collect({ ...FREE, dryRun: true })
  await care.check({ by, digests: false })
  expect(await gcIn(metrics)).toStrictEqual({})

  const before = Date.now() / 1_000
  const { removed } = await care.collect(FREE)
  const first = await gcIn(metrics)
  expect(removed).toMatchObject({ manifests: 1, links: 1, blobs: 2 })
  expect(first).toMatchObject({
    'berth_gc_runs_total ok': 1,
    berth_gc_last_run_success: 1,
    berth_gc_freed_bytes_total: removed.bytes,
    berth_gc_last_run_freed_bytes: removed.bytes,
    'berth_gc_last_run_removed manifests': 1,
    'berth_gc_last_run_removed links': 1,
    'berth_gc_last_run_removed blobs': 2,
  })
  expect(first['berth_gc_last_run_timestamp_seconds']).toBeGreaterThanOrEqual(before)
  expect(first['berth_gc_last_run_duration_seconds']).toBeLessThan(Date.now() / 1_000 - before + 1)

  await care.collect(FREE)
  await pushImage(at.registry, 'config', 'v1')
  const stop = AbortSignal.abort(new Error('enough'))
  expect(await failureOf(care.collect({ ...FREE, signal: stop }))).toBeDefined()
  at.driver.stat = () => Promise.reject(new Error('storage is away'))
  expect(await failureOf(care.collect(FREE))).toBeDefined()
  expect(await gcIn(metrics)).toMatchObject({
    'berth_gc_runs_total ok': 2,
    'berth_gc_runs_total stopped': 1,
    'berth_gc_runs_total failed': 1,
    berth_gc_last_run_success: 0,
    berth_gc_last_run_freed_bytes: 0,
    berth_gc_freed_bytes_total: removed.bytes,
    'berth_gc_removed_total blobs': 2,
  })
  metrics.close()
})
