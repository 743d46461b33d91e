/** The name and password that a client sent. */
export interface Credential {
  readonly user: string
  readonly password: string
}

/** Longer headers hold no password that bcrypt could tell apart. */
export const LONGEST_HEADER = 4096

const BASIC = /^basic +(?<encoded>[A-Za-z0-9+/]+={0,2}) *$/i
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads an `Authorization` header of the Basic scheme (RFC 7617) with UTF-8; `undefined` when it
 * is anything else. The password is all that follows the first colon.
 */
export function parseBasic(header: string): Credential | undefined {
  const encoded = BASIC.exec(header)?.groups?.['encoded']
  const text = encoded === undefined ? undefined : decode(encoded)
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon < 1) return undefined
  return { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** The value of the `WWW-Authenticate` header that asks for a login. */
export function basicChallenge(realm: string): string {
  const plain = realm.replaceAll(/[^\x20-\x7e]/g, '?')
  return `Basic realm="${plain.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

function decode(encoded: string): string | undefined {
  try {
    return UTF8.decode(Buffer.from(encoded, 'base64'))
  } catch {
    // The decoder throws on bytes that are not UTF-8: not a credential, so there is nothing to tell.
    return undefined
  }
}
