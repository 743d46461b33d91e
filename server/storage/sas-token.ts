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

export function missingPermissions(token: string): string {
  const given = new URLSearchParams(token).get('sp') ?? ''
  const missing = Object.entries(NEEDED).filter(([letter]) => !given.includes(letter))
  const words = missing.map(([, word]) => word).join(', ')
  const what = words ? `it lacks ${words}` : 'it is for something else than this container'
  return `the SAS token does not allow what Berth has to do (${what}): make one for the container with racwdl`
}

/** The date alone where the token has no more. */
const shown = (time: string): string =>
  time.includes('T') ? time.replace('T', ' ').replace(/Z$/, ' UTC') : time
