import { join } from 'node:path'
import { stop } from '../support/child.ts'
import type { Size } from './cases.ts'
import { type Bench, inFreshFolder } from './compare.ts'
import { type BuiltIndex, buildIndex } from './console-build.ts'
import { slowestPage } from './console-pages.ts'
import { serveConsole, type ServedConsole } from './console-server.ts'
import { LARGEST, layOutConsole } from './console-tree.ts'
import { measureWindow } from './console-window.ts'
import { answering, launch } from './launch.ts'
import { resident } from './resident.ts'
import { WATCHED } from './server-turns.ts'
import { type Row, limitRow, median } from './table.ts'

const turnLimit = 50
const searchLimit = 100
const memoryLimit = 150
const deleteLimit = 1200
const deletedAtOnce = 100

/** A Berth on many repositories whose index is built. */
export interface Listed {
  readonly bench: Bench
  readonly served: ServedConsole
  readonly built: BuiltIndex
  readonly size: Size
}

/** What the console is held to where much is stored; all cases share one server. */
export interface ConsoleCase {
  readonly name: string
  measure(listed: Listed): Promise<readonly Row[]>
}

/** In the order of the table. */
export const consoleCases: readonly ConsoleCase[] = [
  { name: 'console-build', measure: measureBuild },
  { name: 'console-search', measure: measureSearch },
  { name: 'console-list', measure: ({ served, size }) => measureWindow(served, size) },
  { name: 'console-memory', measure: measureMemory },
  { name: 'console-delete', measure: measureDelete },
]

/** Measures those of them that are wanted, on one tree. */
export async function measureConsole(
  bench: Bench,
  size: Size,
  wanted: readonly string[],
  add: (row: Row) => void,
): Promise<void> {
  const chosen = consoleCases.filter(({ name }) => wanted.includes(name))
  if (chosen.length === 0) return
  await inFreshFolder(bench.parent, async (folder) => {
    layOutConsole(join(folder, 'root'), size.listed)
    const [program = '', ...args] = bench.sides.berth
    await using served = await serveConsole({ command: [program, ...WATCHED, ...args], folder })
    const built = await buildIndex(served, size.listed)
    for (const one of chosen) {
      for (const row of await one.measure({ bench, served, built, size })) add(row)
    }
  })
}

async function measureBuild({ built, size }: Listed): Promise<readonly Row[]> {
  const { seconds, turns } = built
  const title = `longest turn of a server that looks through ${size.listed.tags} tags`
  const [longest = 0] = turns
  const note = `for ${seconds.toFixed(0)} s`
  return [limitRow(title, longest, 'ms', turnLimit, { note, rounds: turns })]
}

async function measureSearch({ served, size }: Listed): Promise<readonly Row[]> {
  const { what, times } = await slowestPage(served, size)
  const title = `slowest search in ${size.listed.repositories} repositories, ${size.listed.tagsOfLargest} tags`
  const [worst = 0] = times.toSorted((a, b) => b - a)
  return [limitRow(title, worst, 'ms', searchLimit, { note: what, rounds: times })]
}

/** What the server has had at most until now, against one that has no console and nothing to list. */
async function measureMemory({ bench, served, size }: Listed): Promise<readonly Row[]> {
  const peak = resident(served.launched.pid, 'VmHWM')
  const bare = await residentWithoutConsole(bench)
  const title = `memory for the console of ${size.listed.tags} tags`
  const note = `${peak.toFixed(0)} MB with it`
  return [limitRow(title, peak - bare, 'MB', memoryLimit, { note, rounds: [peak, bare] })]
}

/** Tags of one repository with their images, as somebody deletes them who has selected a screen or three. */
async function measureDelete({ served, size }: Listed): Promise<readonly Row[]> {
  const times: number[] = []
  for (let round = 0; round < size.rounds; round++) {
    const first = round * deletedAtOnce
    const tags = Array.from({ length: deletedAtOnce }, (_, at) => `v${first + at}`)
    const started = performance.now()
    const { deleted } = await served.call('tags.delete', { repository: LARGEST, tags })
    times.push(performance.now() - started)
    if (deleted.length !== tags.length) throw new Error(`${deleted.length} tags were deleted`)
  }
  const title = `deletion of ${deletedAtOnce} of ${size.listed.tagsOfLargest} tags`
  return [limitRow(title, median(times), 'ms', deleteLimit, { rounds: times })]
}

async function residentWithoutConsole({ parent, sides }: Bench): Promise<number> {
  return await inFreshFolder(parent, async (folder) => {
    const registry = await launch({ command: sides.berth, folder, console: false })
    try {
      await answering(registry)
      return resident(registry.pid, 'VmRSS')
    } finally {
      await stop(registry.child)
    }
  })
}
