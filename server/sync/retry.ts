import { setTimeout as delay } from 'node:timers/promises'
import { RemoteError } from './remote-error.ts'

/** Makes requests of one registry again, as long as that may help. */
export interface Retries {
  /** @throws the last failure, or the reason of the signal */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Waits as after this failure; false where it is for good, or was tried often enough. */
  wait(error: unknown, attempt: number, signal?: AbortSignal): Promise<boolean>
  /** It answered something of use. */
  succeeded(): void
}

export interface RetryOptions {
  /** Told of every failure that is tried again. */
  readonly onTrouble?: (error: unknown, isSlowDown: boolean) => void
  /** Milliseconds; a test's own. */
  readonly first?: number
  readonly longest?: number
  /** How long a registry may be away altogether, in milliseconds. */
  readonly patience?: number
  readonly now?: () => number
}

const ATTEMPTS = 8
const FIRST = 500
const LONGEST = 20_000
const PATIENCE = 2 * 60_000
/** No registry makes us wait longer, whatever it says, in milliseconds. */
const MOST_ASKED = 5 * 60_000
/** HTTP statuses after which the same may go well: the registry, or something before it, is busy or away. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504])

export function createRetries(options: RetryOptions = {}): Retries {
  const { onTrouble, now = Date.now } = options
  const { first = FIRST, longest = LONGEST, patience = PATIENCE } = options
  let lastSuccess = now()
  /** What one request was told to wait holds for all. */
  let notBefore = 0

  async function wait(error: unknown, attempt: number, signal?: AbortSignal): Promise<boolean> {
    signal?.throwIfAborted()
    if (!mayPass(error) || attempt >= ATTEMPTS) return false
    if (isAway(error) && now() - lastSuccess > patience) return false
    const asked = askedToWait(error)
    onTrouble?.(error, asked !== undefined || statusOf(error) === 429)
    if (asked !== undefined) notBefore = Math.max(notBefore, now() + asked)
    const backoff = Math.min(longest, first * 2 ** attempt) * (0.5 + Math.random() / 2)
    await pause(Math.max(backoff, notBefore - now()), signal)
    return true
  }

  const succeeded = (): void => void (lastSuccess = now())

  return {
    wait,
    succeeded,
    async run(work, signal) {
      for (let attempt = 0; ; attempt++) {
        if (notBefore > now()) await pause(notBefore - now(), signal)
        try {
          const result = await work()
          succeeded()
          return result
        } catch (error) {
          if (!(await wait(error, attempt, signal))) throw error
        }
      }
    },
  }
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof RemoteError ? error.status : undefined

/** Nothing answered at all. */
const isAway = (error: unknown): boolean =>
  error instanceof RemoteError && error.status === undefined

function mayPass(error: unknown): boolean {
  if (!(error instanceof RemoteError)) return PASSING_CODES.has(codeOf(error))
  const { status, kind, cause } = error
  if (kind === 'login-expired') return true
  if (status !== undefined) return PASSING.has(status)
  // A name that is not there is written wrong.
  return kind === 'unreachable' && !['ENOTFOUND', 'EPROTO'].includes(codeOf(cause))
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | undefined)?.code ?? ''

/** Of connections that break off in the middle of an answer. */
const PASSING_CODES = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNREFUSED', 'ECONNABORTED'])

/** Milliseconds. */
function askedToWait(error: unknown): number | undefined {
  const asked = error instanceof RemoteError ? error.retryAfter : undefined
  return asked === undefined ? undefined : Math.min(MOST_ASKED, asked)
}
