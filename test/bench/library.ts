import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openLibrary, type Library } from '../../server/library/library.ts'
import type { Log } from '../../server/log.ts'
import { createRegistry } from '../../server/registry/registry.ts'
import { openDisk } from '../../server/storage/disk.ts'
import { LARGEST, layOutLibrary, type TreeSize } from './library-tree.ts'

/**
 * `node --expose-gc test/bench/library.ts [--quick] [--folder DIR]`: how long the console's index takes
 * to build, how long it keeps others waiting, what memory it takes and how quickly it answers. Times are
 * of the processor, as far as they can be, so that they say the same on a busy machine.
 */
const FULL: TreeSize = { repositories: 10_000, tags: 100_000, tagsOfLargest: 5_000 }
const QUICK: TreeSize = { repositories: 1_000, tags: 10_000, tagsOfLargest: 1_000 }
const POLICY = {
  urls: { allow: [], deny: [] },
  indexes: { platforms: 'all', platformList: [] },
} as const

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`

await main()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      folder: { type: 'string', default: tmpdir() },
    },
  })
  const folder = mkdtempSync(join(values.folder, 'berth-bench-'))
  try {
    layOutLibrary(folder, values.quick ? QUICK : FULL)
    await measure(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(folder: string): Promise<void> {
  const driver = await openDisk(folder)
  const registry = createRegistry(driver, { policy: POLICY, remember: true, onDamage: () => {} })
  const file = join(folder, 'console.db')
  const before = resident()
  const waits = watchWaits()
  const library = openLibrary({ registry, driver, file, log: quiet() })
  const built = await timed(() => library.settled())
  const { repositories, tags } = library.status()
  say(`built: ${repositories} repositories, ${tags} tags in ${built}`)
  say(`others wait: ${waits.worst().join(', ')} ms of work at a time at worst`)
  say(
    `memory grows by ${megabytes(resident() - before)}; database ${megabytes(statSync(file).size)}`,
  )
  await measureLists(library)
  say(`looked through again in ${await timed(() => again(library))}`)
  await library.close()
  await driver.close()
}

async function again(library: Library): Promise<void> {
  library.rescan()
  await library.settled()
}

/** The slowest page of any that there can be. */
async function measureLists(library: Library): Promise<void> {
  const pages: [string, number][] = []
  const note = async (what: string, list: () => unknown): Promise<void> => {
    const start = worked()
    await list()
    pages.push([what, worked() - start])
  }
  for (const descending of [true, false]) {
    for (const sort of ['name', 'size', 'tags', 'pushed'] as const) {
      for (const search of [undefined, 'a', 'app-1', 'nothing']) {
        for (const offset of [0, 5_000, 9_900]) {
          const input = { sort, descending, offset, limit: 500, search }
          await note(`repositories ${JSON.stringify(input)}`, () => library.listRepositories(input))
        }
      }
    }
    for (const sort of ['name', 'size', 'pushed'] as const) {
      for (const search of [undefined, '9', 'nothing']) {
        for (const offset of [0, 2_500, 4_900]) {
          const input = { repository: LARGEST, sort, descending, offset, limit: 500, search }
          await note(`tags ${JSON.stringify(input)}`, () => library.listTags(input))
        }
      }
    }
  }
  const [slowest] = pages.toSorted(([, a], [, b]) => b - a)
  say(`the slowest of ${pages.length} pages: ${slowest?.[1].toFixed(1)} ms, ${slowest?.[0]}`)
}

/** Milliseconds that this thread has worked. */
function worked(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

async function timed(work: () => Promise<unknown>): Promise<string> {
  const [start, startWork] = [performance.now(), worked()]
  await work()
  const seconds = [performance.now() - start, worked() - startWork].map((ms) => ms / 1_000)
  return `${seconds[0]?.toFixed(1)} s, ${seconds[1]?.toFixed(1)} s of work`
}

function resident(): number {
  globalThis.gc?.()
  return process.memoryUsage.rss()
}

/** Work between two turns of the event loop. */
function watchWaits(): { worst(): readonly string[] } {
  const waits: number[] = []
  let last = worked()
  const beat = setInterval(() => {
    const now = worked()
    waits.push(now - last)
    last = now
  }, 1)
  return {
    worst() {
      clearInterval(beat)
      return waits
        .toSorted((a, b) => b - a)
        .slice(0, 5)
        .map((ms) => ms.toFixed(1))
    },
  }
}

const ignore = (): void => {}

function quiet(): Log {
  return {
    debug: ignore,
    info: ignore,
    warn: say,
    error: say,
    access: ignore,
    flush: async () => {},
  }
}
