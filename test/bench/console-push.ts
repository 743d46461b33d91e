import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { stop } from '../support/child.ts'
import type { Size } from './cases.ts'
import { type Bench, inFreshFolder } from './compare.ts'
import { answering, launch } from './launch.ts'
import { type Row, limitRow } from './table.ts'

const moreLimit = 15
/** Rounds for each of the table's: the work of other programs shows in all but the best of them. */
const times = 3
/** Until what was pushed is in the index; milliseconds. */
const settling = 500

/** How much more of the processor a push of a small image takes where there is a console. */
export async function measureConsolePush(bench: Bench, size: Size): Promise<Row> {
  const costs = { on: [] as number[], off: [] as number[] }
  for (let round = 0; round < size.rounds * times; round++) {
    for (const console of round % 2 === 0 ? [false, true] : [true, false]) {
      costs[console ? 'on' : 'off'].push(await costOfPush(bench, size, console))
    }
  }
  const [on, off] = [Math.min(...costs.on), Math.min(...costs.off)]
  const note = `${on.toFixed(2)} ms, not ${off.toFixed(2)} ms`
  const title = 'processor time of a small-image push for the console'
  // In microseconds.
  const rounds = [...costs.on, ...costs.off].map((cost) => cost * 1000)
  return limitRow(title, (on / off - 1) * 100, '%', moreLimit, { note, rounds })
}

/** Milliseconds of the server's processor time for one of many. */
async function costOfPush(bench: Bench, { duration }: Size, console: boolean): Promise<number> {
  return await inFreshFolder(bench.parent, async (folder) => {
    const registry = await launch({ command: bench.sides.berth, folder, console })
    const place = { port: registry.port, headers: {} }
    try {
      await answering(registry)
      await bench.load.run('pushImages', place, duration)
      await delay(settling)
      const before = worked(registry.pid)
      const rate = await bench.load.run('pushImages', place, duration)
      await delay(settling)
      return ((worked(registry.pid) - before) / (rate * duration)) * 1000
    } finally {
      await stop(registry.child)
    }
  })
}

/** Milliseconds of one of the kernel's ticks, on every Linux there is. */
const tick = 10

/** Milliseconds that all threads of a process have worked: proc_pid_stat(5), `utime` and `stime`. */
function worked(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tick
}
