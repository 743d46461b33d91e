import type { Log, ServerLog } from '../log.ts'
import type { LogRing } from '../log-ring.ts'
import type { RegistryStatus } from './registry-contract.ts'
import type { Events } from './events.ts'
import type { Library } from './library.ts'

export interface FeedParts {
  readonly events: Events
  readonly status: () => Promise<RegistryStatus>
  readonly library: Pick<Library, 'onChange'>
  readonly log: ServerLog
}

/** Makes events of what changes by itself. */
export interface Feed {
  /** Looks now whether the status is another. */
  checkStatus(): void
  stop(): void
}

/** Between two looks at the status while somebody looks on, in milliseconds. */
const STATUS_INTERVAL = 2_000
/** Lines are told together, this long after the first of them, in milliseconds. */
const LOG_GATHER = 250
/** Lines told at once at most: more scroll by faster than anybody reads. */
const MOST_LINES = 500

export function startFeed({ events, status, library, log }: FeedParts): Feed {
  let stopped = false
  const watch = createWatch(async () => {
    if (!stopped) await tellStatus()
  }, log)
  let told = ''

  async function tellStatus(): Promise<void> {
    const now = await status()
    const text = JSON.stringify(now)
    if (text !== told) events.publish(() => ({ type: 'status', status: now }))
    told = text
  }

  const timer = setInterval(() => {
    if (events.wanted) watch()
  }, STATUS_INTERVAL).unref()
  const ends = [
    () => clearInterval(timer),
    feedLog(events, log.recent),
    library.onChange((names) => {
      events.publish(() => ({ type: 'repositories', names }))
      watch()
    }),
  ]
  return {
    checkStatus: watch,
    stop() {
      stopped = true
      for (const end of ends) end()
    },
  }
}

/** Runs `look`, one at a time, and once more if it was asked for meanwhile. */
function createWatch(look: () => Promise<void>, log: Log): () => void {
  let running = false
  let again = false

  async function run(): Promise<void> {
    try {
      await look()
    } catch (cause) {
      log.error('the console cannot tell how the registry is', { cause })
    }
    running = false
    if (again) watch()
  }

  function watch(): void {
    again = running
    if (running) return
    running = true
    void run()
  }
  return watch
}

/** @returns what ends it */
function feedLog(events: Events, log: LogRing): () => void {
  let lastTold = log.lastId
  let timer: NodeJS.Timeout | undefined

  function tell(): void {
    timer = undefined
    const after = lastTold
    lastTold = log.lastId
    events.publish(() => ({ type: 'log', lines: log.latest(MOST_LINES, after) }))
  }

  const end = log.onLine(() => {
    timer ??= setTimeout(tell, LOG_GATHER).unref()
  })
  return () => {
    clearTimeout(timer)
    end()
  }
}
