import { stop } from '../support/child.ts'
import type { Size } from './cases.ts'
import { type Bench, inFreshFolder } from './compare.ts'
import { measureConsolePush } from './console-push.ts'
import { answering, launch } from './launch.ts'
import { resident } from './resident.ts'
import { type Row, limitRow, median } from './table.ts'

const memoryLimit = 200
const startLimit = 400

/** Something only Berth is held to. */
export interface Limit {
  readonly name: string
  measure(bench: Bench, size: Size): Promise<Row>
}

/** The limits, in the order of the table. */
export const limits: readonly Limit[] = [
  { name: 'memory', measure: measureMemory },
  { name: 'start', measure: measureStart },
  { name: 'console-push', measure: measureConsolePush },
]

/** Peak resident memory while four large layers are pushed at once. */
async function measureMemory(bench: Bench, { layer }: Size): Promise<Row> {
  return inFreshFolder(bench.parent, async (folder) => {
    const registry = await launch({ command: bench.sides.berth, folder })
    const samples: number[] = []
    const timer = setInterval(() => samples.push(resident(registry.pid, 'VmRSS')), 100)
    try {
      await answering(registry)
      await bench.load.run('pushBlobs', { port: registry.port, headers: {} }, 4, layer)
      const peak = resident(registry.pid, 'VmHWM')
      return limitRow('resident memory, 4 parallel pushes', peak, 'MB', memoryLimit, {
        note: `median ${median(samples).toFixed(0)} MB`,
        rounds: [median(samples), Math.max(...samples)],
      })
    } finally {
      clearInterval(timer)
      await stop(registry.child)
    }
  })
}

/** From the spawn to the first 200 on `/v2/`. */
async function measureStart(bench: Bench, { starts }: Size): Promise<Row> {
  const berth = await startTimes(bench, bench.sides.berth, starts)
  const peer = await startTimes(bench, bench.sides.peer, starts)
  return limitRow('start to first answer', median(berth), 'ms', startLimit, {
    peer: `${median(peer).toFixed(0)} ms`,
    note: `slowest ${Math.max(...berth).toFixed(0)} ms`,
    rounds: berth,
  })
}

async function startTimes(
  bench: Bench,
  command: readonly string[],
  count: number,
): Promise<number[]> {
  return inFreshFolder(bench.parent, async (folder) => {
    const times: number[] = []
    for (let at = 0; at < count; at++) {
      const started = performance.now()
      const registry = await launch({ command, folder })
      await answering(registry)
      times.push(performance.now() - started)
      await stop(registry.child)
    }
    return times
  })
}
