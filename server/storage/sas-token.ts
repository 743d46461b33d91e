/** What Berth does with blobs, as the letters of a SAS token's `sp`: read, add, create, write, delete, list. */
const NEEDED = { r: 'read', c: 'create', w: 'write', d: 'delete', l: 'list' } as const

/**
 * What can be told from a shared access signature that is refused, without its secret part
 * (learn.microsoft.com "Create a service SAS": `st` start, `se` expiry, `sp` permissions).
 */
export function describeSas(token: string, now = Date.now()): string {
  const fields = new URLSearchParams(token)
  const [start, expiry] = [fields.get('st'), fields.get('se')]
  if (expiry && Date.parse(expiry) <= now) {
    return `the SAS token expired on ${shown(expiry)}: make a new one`
  }
  if (start && Date.parse(start) > now) return `the SAS token is valid from ${shown(start)} only`
  return 'the SAS token is not accepted: it may be cut off, or made with a key that was changed since'
}

/** What a shared access signature says of itself. */
export interface SasFacts {
  /** What of Berth's work it allows, and what it does not. */
  readonly permissions: readonly string[]
  readonly missing: readonly string[]
  /** Milliseconds since 1970; absent where the token leaves them to a policy of the container. */
  readonly startsAt?: number
  readonly expiresAt?: number
  /** For a blob alone, or for another service than blobs. */
  readonly isForElse: boolean
}

/** Without its secret part. A token without `sp` gets its permissions from a policy, which is not seen here. */
export function readSas(token: string): SasFacts {
  const fields = new URLSearchParams(token)
  const given = fields.get('sp')
  const words = Object.entries(NEEDED)
  const [startsAt, expiresAt] = [timeOf(fields.get('st')), timeOf(fields.get('se'))]
  const [services, resource] = [fields.get('ss'), fields.get('sr')]
  return {
    permissions: words.filter(([letter]) => given?.includes(letter)).map(([, word]) => word),
    missing: words
      .filter(([letter]) => given !== null && !given.includes(letter))
      .map(([, word]) => word),
    ...(startsAt !== undefined && { startsAt }),
    ...(expiresAt !== undefined && { expiresAt }),
    isForElse: services === null ? resource !== null && resource !== 'c' : !services.includes('b'),
  }
}

function timeOf(text: string | null): number | undefined {
  const time = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

export function missingPermissions(token: string): string {
  const words = readSas(token).missing.join(', ')
  const what = words ? `it lacks ${words}` : 'it is for something else than this container'
  return `the SAS token does not allow what Berth has to do (${what}): make one for the container with racwdl`
}

/** The date alone where the token has no more. */
const shown = (time: string): string =>
  time.includes('T') ? time.replace('T', ' ').replace(/Z$/, ' UTC') : time
