import { setTimeout as delay } from 'node:timers/promises'
import type { Locator } from 'playwright-core'

/** What became of a list after it was moved. */
export interface Looked {
  /** Milliseconds until every row in sight was there. */
  readonly time: number
  /** Rows that were not, when it was waited for no longer. */
  readonly holes: number
}

const patience = 2000
const between = 4

/** Moves a list and waits until what is seen of it is whole and does not move any more. */
export async function holesIn(grid: Locator, move: () => Promise<unknown>): Promise<Looked> {
  const started = performance.now()
  await move()
  let sight = await lookAt(grid)
  for (;;) {
    await delay(between)
    const next = await lookAt(grid)
    const time = performance.now() - started
    const holes = missing(next)
    const rests = next.top === sight.top
    if ((holes === 0 && rests) || time > patience) return { time, holes }
    sight = next
  }
}

/** A list as it is seen, in pixels from the top of the window. */
interface Sight {
  /** How far it is scrolled. */
  readonly top: number
  /** Where rows are seen. */
  readonly from: number
  readonly to: number
  readonly height: number
  readonly rows: readonly { readonly from: number; readonly to: number; readonly filled: boolean }[]
}

async function lookAt(grid: Locator): Promise<Sight> {
  return (await grid.evaluate((element) => {
    const [, ...rows] = [...element.querySelectorAll('[role=row]')]
    const heading = element.firstElementChild.getBoundingClientRect()
    const list = element.getBoundingClientRect()
    const body = element.lastElementChild.getBoundingClientRect()
    return {
      top: element.scrollTop,
      from: heading.bottom,
      to: Math.min(list.top + element.clientHeight, body.bottom),
      height: rows[0]?.getBoundingClientRect().height ?? 0,
      rows: rows.map((row) => {
        const { top, bottom } = row.getBoundingClientRect()
        return { from: top, to: bottom, filled: row.textContent !== '' }
      }),
    }
  })) as Sight
}

/** Rows that there is room for, and that are not there or not filled. */
function missing({ from, to, height, rows }: Sight): number {
  if (height === 0) return Number.POSITIVE_INFINITY
  const seen = rows.filter((row) => row.filled && row.to > from && row.from < to)
  const covered = seen.reduce(
    (sum, row) => sum + Math.min(row.to, to) - Math.max(row.from, from),
    0,
  )
  return Math.ceil((to - from - covered) / height - 0.1)
}
