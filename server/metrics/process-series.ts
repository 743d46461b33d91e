import { monitorEventLoopDelay } from 'node:perf_hooks'
import pkg from '../../package.json' with { type: 'json' }
import { DEFINITIONS } from './definitions.ts'
import { createAsked, type Sample, type Series } from './series.ts'

/** Between two looks at how late the event loop is, in milliseconds. */
const RESOLUTION = 20

const PERCENTILES = [
  ['p50', 50],
  ['p99', 99],
  ['max', 100],
] as const

const one = (value: number): readonly Sample[] => [[[], value]]

/** How the process itself is. */
export function openProcessSeries(): { readonly series: readonly Series[]; close(): void } {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
  delay.enable()
  const started = Date.now() / 1_000 - process.uptime()

  function* lag(): Iterable<Sample> {
    for (const [name, percentile] of PERCENTILES) {
      // In nanoseconds, with the interval itself.
      const late = delay.percentile(percentile) / 1e9 - RESOLUTION / 1_000
      yield [[name], Math.max(0, Number.isFinite(late) ? late : 0)]
    }
    delay.reset()
  }

  return {
    series: [
      createAsked(DEFINITIONS.build, () => [[[pkg.version, process.version], 1]]),
      createAsked(DEFINITIONS.cpu, () => {
        const { user, system } = process.cpuUsage()
        return one((user + system) / 1e6)
      }),
      createAsked(DEFINITIONS.memory, () => one(process.memoryUsage.rss())),
      createAsked(DEFINITIONS.started, () => one(started)),
      createAsked(DEFINITIONS.heap, () => one(process.memoryUsage().heapUsed)),
      createAsked(DEFINITIONS.lag, lag),
    ],
    close: () => delay.disable(),
  }
}
