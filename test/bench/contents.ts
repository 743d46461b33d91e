import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { FilePage } from '../../server/control/contents-contract.ts'
import { newBrowser, type Browser } from '../control/browser.ts'
import { stop } from '../support/child.ts'
import { send } from '../support/http-client.ts'
import { peakResident } from '../support/resident.ts'
import { type Size, fullSize } from './cases.ts'
import { type Bench, inFreshFolder } from './compare.ts'
import { answering, launch, type Launched } from './launch.ts'
import { layOutImage, type LaidOut, type LayerSize } from './layer-tree.ts'
import { limitRow, type Row } from './table.ts'

/** What looking inside images is held to; Berth alone has it. */
export const contentsName = 'contents'

/** Milliseconds until the first entries are seen, megabytes of the server, milliseconds of a second opening. */
const FIRST = 1_000
const MEMORY = 250
const SECOND = 300

const FULL: LayerSize = { files: 200_000, bytes: 2 * 2 ** 30 }
const QUICK: LayerSize = { files: 20_000, bytes: 2 ** 28 }

/** Looks into a large layer for the first time, and again after a restart. */
export async function measureContents(
  bench: Bench,
  size: Size,
  add: (row: Row) => void,
): Promise<void> {
  const layer = size === fullSize ? FULL : QUICK
  await inFreshFolder(bench.parent, async (folder) => {
    const image = await layOutImage(join(folder, 'root'), layer)
    const title = `of a ${(layer.bytes / 2 ** 30).toFixed(2)} GiB layer of ${layer.files} files`
    const first = await firstOpening(bench, folder, image)
    const second = await secondOpening(bench, folder, image)
    add(
      limitRow(`first entries ${title}`, first.entries, 'ms', FIRST, {
        note: `all in ${(first.ready / 1_000).toFixed(1)} s, slowest /v2/ meanwhile ${first.slowest.toFixed(0)} ms`,
        rounds: [first.entries],
      }),
    )
    add(
      limitRow(`resident memory while and after it is read`, first.memory, 'MB', MEMORY, {
        rounds: [first.memory],
      }),
    )
    add(
      limitRow(`second opening, after a restart`, second.list, 'ms', SECOND, {
        note: `search ${second.search.toFixed(0)} ms, a folder ${second.folder.toFixed(0)} ms`,
        rounds: [second.list],
      }),
    )
    add(
      limitRow('what it wastes, found the first time', second.waste, 'ms', 10_000, {
        note: `then ${second.wasteAgain.toFixed(0)} ms`,
        rounds: [second.waste],
      }),
    )
  })
}

async function firstOpening({ sides }: Bench, folder: string, image: LaidOut) {
  const registry = await launch({ command: sides.berth, folder })
  try {
    const browser = await enter(registry)
    const watch = watchAnswers(registry)
    const start = performance.now()
    let page = await list(browser, image)
    while (page.total === 0) page = await list(browser, image)
    const entries = performance.now() - start
    while (page.reading.state === 'reading') {
      await delay(250)
      page = await list(browser, image)
    }
    const ready = performance.now() - start
    if (page.reading.state !== 'ready') throw new Error(page.reading.message)
    const slowest = await watch.stop()
    return { entries, ready, slowest, memory: peakResident(registry.pid) / 1e6 }
  } finally {
    await stop(registry.child)
  }
}

async function secondOpening({ sides }: Bench, folder: string, { repository, digest }: LaidOut) {
  const image = { repository, digest }
  const page = { offset: 0, limit: 100 } as const
  const registry = await launch({ command: sides.berth, folder })
  try {
    const browser = await enter(registry)
    const waste = () => browser.call('images.waste', image)
    const inFolder = { ...image, ...page, folder: 'srv/part-1/dir-1', sort: 'size' } as const
    return {
      list: await timed(() => list(browser, image)),
      search: await timed(() => browser.call('files.search', { ...image, ...page, search: '77' })),
      folder: await timed(() => browser.call('files.list', inFolder)),
      waste: await timed(waste),
      wasteAgain: await timed(waste),
    }
  } finally {
    await stop(registry.child)
  }
}

function list(browser: Browser, { repository, digest }: Omit<LaidOut, 'storedBytes'>) {
  const root = { folder: '', sort: 'name', offset: 0, limit: 100 } as const
  return browser.call('files.list', { repository, digest, ...root }) as Promise<FilePage>
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function enter(registry: Launched): Promise<Browser> {
  await answering(registry)
  const url = `http://127.0.0.1:${registry.port}`
  const browser = newBrowser({ url, send: (to, options) => send(new URL(to, url), options) })
  while (browser.cookie === '') {
    const link = /http\S+(?<path>\/\?token=\S+)/.exec(registry.output())?.groups?.['path']
    if (link === undefined) await delay(10)
    else await browser.get(link)
  }
  return browser
}

/** How long the registry takes to answer at worst while something else goes on. */
function watchAnswers({ port }: Launched): { stop(): Promise<number> } {
  const over = new AbortController()
  let slowest = 0
  const watching = (async () => {
    while (!over.signal.aborted) {
      slowest = Math.max(slowest, await timed(() => send(`http://127.0.0.1:${port}/v2/`)))
      await delay(20)
    }
  })()
  return {
    async stop() {
      over.abort()
      await watching
      return slowest
    },
  }
}
