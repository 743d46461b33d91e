import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEFINITIONS } from '../../server/metrics/definitions.ts'
import { createMetrics } from '../../server/metrics/metrics.ts'
import { createAsked, expose } from '../../server/metrics/series.ts'
import { startTestServer } from '../http/server.ts'
import { startReceiver } from '../notifications/receiver.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { asking, newImage, pullImage, pushImage } from '../support/http-image.ts'
import { send } from '../support/http-client.ts'
import { describeWith } from '../support/tools.ts'
import { freePort } from '../support/port.ts'
import { readExposition, type ReadMetric } from './exposition.ts'

const cleanUp = cleanUpAfterAll()
const port = await freePort()
const debug = `http://127.0.0.1:${port}`
const receiver = cleanUp.use(await startReceiver())
const server = cleanUp.use(
  await startTestServer({
    config: {
      http: { debug: { addr: `127.0.0.1:${port}`, prometheus: { enabled: true } } },
      notifications: { endpoints: [{ name: 'hook', url: receiver.url }] },
    },
  }),
)

/** When the console knows of the image too, which it does soon after. */
async function read(): Promise<ReadonlyMap<string, ReadMetric>> {
  for (;;) {
    const { body } = await send(`${debug}/metrics`)
    const metrics = readExposition(body.toString())
    if (valueOf(metrics, 'berth_stored_bytes')) return metrics
  }
}

/** The value with these labels; undefined where there is none. */
function valueOf(
  metrics: ReadonlyMap<string, ReadMetric>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const family = metrics.get(name) ?? metrics.get(name.replace(/_(?:sum|count)$/, ''))
  const wanted = Object.entries(labels)
  return family?.samples.find(
    (sample) =>
      sample.name === name && wanted.every(([key, value]) => sample.labels[key] === value),
  )?.value
}

const ask = asking(server.url)
await pushImage(ask, 'team/app', 'v1', newImage())
await pullImage(ask, 'team/app', 'v1')
await ask('GET', '/v2/team/none/manifests/v1')
await ask('POST', '/v2/_berth/collect')
await ask('BREW' as string, '/coffee').catch(() => {})
await receiver.until(() => receiver.events.length >= 8)

describe('the metrics', () => {
  test('of requests are told as Distribution does', async () => {
    const metrics = await read()
    const manifest = { handler: 'manifest', method: 'get' }
    expect(valueOf(metrics, 'registry_http_requests_total', { ...manifest, code: '200' })).toBe(1)
    expect(valueOf(metrics, 'registry_http_requests_total', { ...manifest, code: '404' })).toBe(1)
    expect(valueOf(metrics, 'registry_http_request_duration_seconds_count', manifest)).toBe(2)
    expect(valueOf(metrics, 'registry_http_in_flight_requests', { handler: 'blob' })).toBe(0)
    const chunk = { handler: 'blob_upload_chunk' }
    const sent = valueOf(metrics, 'registry_http_response_size_bytes_sum', { handler: 'blob' })
    const received = valueOf(metrics, 'registry_http_request_size_bytes_sum', chunk)
    // Two layers of 16 KiB each, with a config and the heads.
    for (const bytes of [sent, received]) {
      expect(bytes).toBeGreaterThan(32_768)
      expect(bytes).toBeLessThan(40_000)
    }
  })

  test('of storage, caches, transfers and notifications', async () => {
    const metrics = await read()
    const driver =
      metrics.get('registry_storage_action_seconds')?.samples[0]?.labels['driver'] ?? ''
    expect(
      valueOf(metrics, 'registry_storage_action_seconds_count', { action: 'PutContent' }),
    ).toBeGreaterThan(3)
    expect(valueOf(metrics, 'berth_storage_up', { driver })).toBe(1)
    expect(valueOf(metrics, 'registry_storage_cache_total', { type: 'Hit' })).toBeGreaterThan(0)
    expect(valueOf(metrics, 'berth_transfers', { direction: 'push' })).toBe(0)
    expect(
      valueOf(metrics, 'berth_transferred_bytes_total', { direction: 'push' }),
    ).toBeGreaterThan(32_768)
    const hook = { endpoint: 'hook' }
    const events = { ...hook, type: 'Events' }
    expect(valueOf(metrics, 'registry_notifications_events_total', events)).toBe(8)
    expect(valueOf(metrics, 'berth_notifications_dropped_total', hook)).toBe(0)
    expect(valueOf(metrics, 'berth_repositories')).toBe(1)
    expect(valueOf(metrics, 'berth_gc_runs_total', { outcome: 'ok' })).toBe(1)
    expect(valueOf(metrics, 'process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
  })

  test('name no repository', async () => {
    const { body } = await send(`${debug}/metrics`)
    expect(body.toString()).not.toContain('team')
  })

  test('are all defined, and none in vain', async () => {
    const names = new Set((await read()).keys())
    const defined = Object.values(DEFINITIONS).map(({ name }) => name)
    expect([...names].filter((name) => !defined.includes(name))).toEqual([])
    // Those that nobody caused here.
    const quiet = new Set([
      'berth_storage_errors_total',
      'berth_logins_total',
      'berth_disk_free_bytes',
    ])
    const missing = defined.filter((name) => !names.has(name) && !quiet.has(name))
    expect(missing).toEqual([])
  })
})

describeWith(['promtool'], 'promtool', () => {
  test('finds nothing to say of what is told here', async () => {
    const { body } = await send(`${debug}/metrics`)
    expect(promtoolSays(body)).toBe('')
  })

  test('nor of those that nobody caused here', () => {
    const plain = Object.values(DEFINITIONS).filter(({ type }) => type !== 'histogram')
    const ones = plain.map((one) => createAsked(one, () => [[one.labels.map(() => 'a"b'), 1]]))
    expect(promtoolSays(expose(ones))).toBe('')
  })

  test('would say it', () => {
    expect(promtoolSays('# TYPE things counter\nthings 1\n')).toContain('_total')
  })
})

/** What `promtool check metrics` has to say. */
function promtoolSays(input: Buffer | string): string {
  const { error, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input })
  if (error) throw error
  return `${stdout.toString()}${stderr.toString()}`
}

test('the README tells of each metric', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
  const rows = Array.from(
    readme.matchAll(/^\| `((?:registry|berth|process|nodejs)_\w+)` \| (.*?) \| (.*?) \|$/gm),
    ([, name, labels, help]) => [name, labels, help],
  )
  const expected = Object.values(DEFINITIONS).map(({ name, labels, help }) => [
    name,
    labels.map((label) => `\`${label}\``).join(', '),
    help,
  ])
  expect(rows).toEqual(expected)
})

test('labels may hold anything', () => {
  const metrics = createMetrics()
  metrics.ask('pending', () => [[['a"b\\c\nd'], 1]])
  return metrics.text().then((text) => {
    metrics.close()
    expect(text).toContain(String.raw`berth_notifications_waiting{endpoint="a\"b\\c\nd"} 1`)
    expect(() => readExposition(text)).not.toThrow()
  })
})
