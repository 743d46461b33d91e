import type { Log } from '../log.ts'
import { openVersionedFile, type FileForm } from '../versioned-file.ts'

/** When each user was last seen. */
export interface LastUsed {
  /** Cheap: called for each request. */
  note(user: string): void
  /** Milliseconds since 1970. */
  of(user: string): number | undefined
  /** Writes what is not written yet. Never rejects. */
  close(): Promise<void>
}

export interface LastUsedParts {
  /** Undefined: remembered as long as the process lives. */
  readonly file: string | undefined
  readonly log: Pick<Log, 'warn'>
  /** Milliseconds since 1970; a test's own clock. */
  readonly now?: () => number
  /** Between two writes at least, in milliseconds. */
  readonly pause?: number
}

type Times = Readonly<Record<string, number>>

/** Users remembered; beyond it those not seen for longest go. */
const MOST = 10_000

/** What is lost to a crash is a minute of who was there. */
const PAUSE = 60_000

/** Never throws: without the file it begins anew. */
export async function openLastUsed({
  file,
  log,
  now = Date.now,
  pause = PAUSE,
}: LastUsedParts): Promise<LastUsed> {
  const kept = file === undefined ? undefined : await open(file, log)
  const times = new Map(Object.entries(kept?.now.times ?? {}))
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let hasFailed = false

  async function write(): Promise<void> {
    try {
      await kept?.change(() => ({ times: newest(times) }))
    } catch (error) {
      if (!hasFailed) log.warn('when users were last seen cannot be kept', { cause: error })
      hasFailed = true
    }
  }
  function save(): void {
    clearTimeout(timer)
    timer = undefined
    writing = write()
  }

  return {
    note(user) {
      times.set(user, now())
      if (kept) timer ??= setTimeout(save, pause).unref()
    },
    of: (user) => times.get(user),
    async close() {
      if (timer) save()
      await writing
    },
  }
}

async function open(file: string, log: Pick<Log, 'warn'>) {
  try {
    const kept = await openVersionedFile(file, FORM)
    if (kept.trouble !== undefined) log.warn(kept.trouble)
    return kept
  } catch (error) {
    log.warn('when users were last seen cannot be read', { file, cause: error })
    return undefined
  }
}

const FORM: FileForm<{ readonly times: Times }> = {
  thing: 'times',
  version: 1,
  migrations: [],
  defaults: { times: {} },
  known: ({ times }) => ({ times: numbersIn(times) }),
}

function numbersIn(found: unknown): Times {
  const pairs = Object.entries(typeof found === 'object' && found !== null ? found : {})
  return Object.fromEntries(pairs.filter(([, at]) => Number.isFinite(at)).slice(0, MOST))
}

function newest(times: Map<string, number>): Times {
  if (times.size > MOST) {
    const sorted = [...times].toSorted(([, a], [, b]) => a - b)
    for (const [user] of sorted.slice(0, times.size - MOST)) times.delete(user)
  }
  return Object.fromEntries(times)
}
