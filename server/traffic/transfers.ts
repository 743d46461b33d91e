import type { Moving } from './witness.ts'

/** A blob on its way, as it stands. */
export interface Transfer {
  readonly id: string
  readonly direction: 'push' | 'pull'
  readonly repository: string
  readonly digest?: string
  readonly user?: string
  readonly agent?: string
  readonly remote: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly bytes: number
  readonly totalBytes?: number
  /** Bytes a second, over the last seconds. */
  readonly rate: number
}

/** What is moving now. */
export interface Transfers {
  begin(moving: Moving): () => void
  /** The oldest first. */
  list(): readonly Transfer[]
  stop(): void
}

/** Between two looks at what moves, in milliseconds. */
const INTERVAL = 250
/** Looks that a rate is made of. */
const LOOKS = 12

interface Look {
  readonly at: number
  readonly bytes: number
}

interface Running {
  readonly id: string
  readonly moving: Moving
  readonly startedAt: number
  /** The oldest first. */
  readonly looks: Look[]
}

/**
 * Looks at what moves a few times a second, as long as something does.
 *
 * @param onLook called after every look, and once when all is over
 */
export function createTransfers(onLook: () => void): Transfers {
  const running = new Set<Running>()
  let lastId = 0
  let timer: NodeJS.Timeout | undefined
  let shown = false

  function look(): void {
    for (const one of running) takeLook(one)
    if (running.size > 0 || shown) onLook()
    shown = running.size > 0
    if (shown) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    begin(moving) {
      const one: Running = {
        id: String(++lastId),
        moving,
        startedAt: Date.now(),
        looks: [{ at: performance.now(), bytes: 0 }],
      }
      running.add(one)
      timer ??= setInterval(look, INTERVAL).unref()
      return () => void running.delete(one)
    },
    list: () => Array.from(running, transferOf),
    stop: () => clearInterval(timer),
  }
}

function takeLook({ looks, moving }: Running): void {
  looks.push({ at: performance.now(), bytes: moving.moved() })
  if (looks.length > LOOKS) looks.shift()
}

function transferOf({ id, moving, startedAt, looks }: Running): Transfer {
  const { direction, repository, digest, client, totalBytes } = moving
  const bytes = moving.moved()
  return {
    id,
    direction,
    repository,
    ...(digest && { digest }),
    ...client,
    startedAt,
    bytes,
    ...(totalBytes !== undefined && { totalBytes }),
    rate: rateSince(looks[0], bytes),
  }
}

function rateSince(first: Look | undefined, bytes: number): number {
  const seconds = first ? (performance.now() - first.at) / 1_000 : 0
  return first && seconds > 0 ? Math.round((bytes - first.bytes) / seconds) : 0
}
