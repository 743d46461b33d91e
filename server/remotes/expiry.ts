/**
 * When a token ends, in milliseconds since 1970, where it is a JSON Web Token that says so (RFC 7519
 * "exp"). It is only read, not checked.
 */
export function expiryOf(secret: string): number | undefined {
  const [, body] = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(secret) ?? []
  if (body === undefined) return undefined
  try {
    const { exp } = Object(JSON.parse(Buffer.from(body, 'base64url').toString())) as {
      exp?: unknown
    }
    return typeof exp === 'number' && exp > 0 ? exp * 1000 : undefined
  } catch {
    return undefined
  }
}
