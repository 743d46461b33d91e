import type { Size } from './cases.ts'
import type { ServedConsole } from './console-server.ts'
import { LARGEST } from './console-tree.ts'
import { median } from './table.ts'

/** A page of a list, and the milliseconds that each asking for it took. */
export interface AskedPage {
  readonly what: string
  readonly times: readonly number[]
}

const timesEach = 3
const directions = [false, true] as const
/** As many as the window asks for at once. */
const limit = 100

/** The page that is slowest, by its median, of all that a window can ask for. */
export async function slowestPage(served: ServedConsole, size: Size): Promise<AskedPage> {
  const pages: AskedPage[] = []
  for (const { what, ask } of [...repositoryPages(served, size), ...tagPages(served, size)]) {
    pages.push({ what, times: await timed(ask) })
  }
  const [slowest] = pages.toSorted((a, b) => median(b.times) - median(a.times))
  if (!slowest) throw new Error('there is no page')
  return slowest
}

async function timed(ask: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = []
  for (let time = 0; time < timesEach; time++) {
    const started = performance.now()
    await ask()
    times.push(performance.now() - started)
  }
  return times
}

interface Question {
  readonly what: string
  ask(): Promise<unknown>
}

function* repositoryPages(served: ServedConsole, { listed }: Size): Generator<Question> {
  for (const sort of ['name', 'size', 'tags', 'pushed'] as const) {
    for (const search of [undefined, 'a', 'app-1', 'nothing']) {
      for (const { offset, descending } of places(listed.repositories)) {
        const input = { sort, descending, offset, limit, search }
        const what = `repositories by ${sort}${found(search)} from ${offset}`
        yield { what, ask: () => served.call('repositories.list', input) }
      }
    }
  }
}

function* tagPages(served: ServedConsole, { listed }: Size): Generator<Question> {
  for (const sort of ['name', 'size', 'pushed'] as const) {
    for (const search of [undefined, '9', 'nothing']) {
      for (const { offset, descending } of places(listed.tagsOfLargest)) {
        const input = { repository: LARGEST, sort, descending, offset, limit, search }
        const what = `tags by ${sort}${found(search)} from ${offset}`
        yield { what, ask: () => served.call('tags.list', input) }
      }
    }
  }
}

const found = (search: string | undefined): string =>
  search === undefined ? '' : ` with ${search}`

/** The first page, one in the middle and the last one, from either end. */
function places(count: number) {
  const offsets = [0, Math.floor(count / 2), count - limit]
  return directions.flatMap((descending) => offsets.map((offset) => ({ offset, descending })))
}
