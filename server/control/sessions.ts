import { fingerprint, randomSecret } from './one-time-key.ts'

/** Somebody who may use the console. */
export interface Visitor {
  /** Absent where there are no users. */
  readonly user?: string
  /** What the user's password was known by at the login; see `Authenticator.stampOf`. */
  readonly stamp?: string
}

/** Who is in the console. Lives in memory: a restart asks everybody to come in again. */
export interface Sessions {
  /** @returns the secret that stands for the session, which is not kept here */
  open(visitor: Visitor): string
  /** Undefined when there is no such session, or it is over. Using it keeps it alive. */
  find(secret: string): Visitor | undefined
  end(secret: string): void
}

const HOUR = 3_600_000
/** A session that nobody uses is over after this. */
const IDLE = 12 * HOUR
/** Every session is over after this, in milliseconds. */
export const LIFE = 7 * 24 * HOUR
/** Beyond it the session unused for longest is over. */
const MOST = 1_000

interface Session {
  readonly visitor: Visitor
  readonly until: number
  usedAt: number
}

/** @param now milliseconds; a test's own clock */
export function createSessions(now: () => number = Date.now): Sessions {
  /** By fingerprint, the one used last at the end. */
  const sessions = new Map<string, Session>()

  const isOver = ({ until, usedAt }: Session): boolean => now() >= until || now() - usedAt >= IDLE

  return {
    open(visitor) {
      const secret = randomSecret()
      sessions.set(fingerprint(secret), { visitor, until: now() + LIFE, usedAt: now() })
      const [oldest] = sessions.keys()
      if (sessions.size > MOST && oldest !== undefined) sessions.delete(oldest)
      return secret
    },
    find(secret) {
      const key = fingerprint(secret)
      const session = sessions.get(key)
      if (!session) return undefined
      sessions.delete(key)
      if (isOver(session)) return undefined
      session.usedAt = now()
      sessions.set(key, session)
      return session.visitor
    },
    end: (secret) => void sessions.delete(fingerprint(secret)),
  }
}
