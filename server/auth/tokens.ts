import { createHmac, createHash, timingSafeEqual } from 'node:crypto'

/** What a client gets for its password, to show instead of it. */
export interface IssuedToken {
  readonly token: string
  /** Seconds. */
  readonly expiresIn: number
  /** Milliseconds since 1970. */
  readonly issuedAt: number
}

/** Who a token stands for. */
export interface TokenBearer {
  /** Absent: somebody who did not log in. */
  readonly user?: string
}

/**
 * Tokens that say who somebody is and nothing more: what they may do, the rules decide at each request.
 * Nothing is remembered, so that any instance over the same users takes another's.
 */
export interface Tokens {
  /** @throws Error when there is no such user any more */
  issue(user: string | undefined): Promise<IssuedToken>
  /** Undefined for one that is forged, over, or of a user who is gone or has another password now. */
  read(token: string): Promise<TokenBearer | undefined>
}

export interface TokensOptions {
  /** `http.secret`, where it is set. */
  readonly secret?: string | undefined
  /** What changes with a user's password, and nobody else knows: the hash of it. */
  readonly stampOf: (user: string) => Promise<string | undefined>
  /** Milliseconds since 1970; a test's own clock. */
  readonly now?: () => number
}

const LIFE_SECONDS = 300
/** Clocks of instances differ; seconds. */
const SKEW = 30
/** Longer ones are nobody's. */
const LONGEST = 2048

interface Claims {
  readonly sub?: string
  /** Seconds since 1970. */
  readonly iat: number
}

export function createTokens({ secret = '', stampOf, now = Date.now }: TokensOptions): Tokens {
  /** Of somebody who did not log in it proves nothing, and need not: anybody may have one. */
  async function sealOf(claims: Claims, payload: string): Promise<Buffer | undefined> {
    const stamp = claims.sub === undefined ? '' : await stampOf(claims.sub)
    if (stamp === undefined) return undefined
    const key = createHash('sha256')
      .update(JSON.stringify(['berth token', secret, stamp]))
      .digest()
    return createHmac('sha256', key).update(payload).digest()
  }

  return {
    async issue(user) {
      const issuedAt = now()
      const claims = { ...(user !== undefined && { sub: user }), iat: Math.floor(issuedAt / 1000) }
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
      const seal = await sealOf(claims, payload)
      if (!seal) throw new Error(`there is no user ${user} any more`)
      return {
        token: `${payload}.${seal.toString('base64url')}`,
        expiresIn: LIFE_SECONDS,
        issuedAt,
      }
    },
    async read(token) {
      const [payload = '', seal = '', ...rest] = token.slice(0, LONGEST + 1).split('.')
      const claims = token.length > LONGEST || rest.length > 0 ? undefined : claimsIn(payload)
      if (!claims) return undefined
      const age = now() / 1000 - claims.iat
      if (age < -SKEW || age > LIFE_SECONDS + SKEW) return undefined
      const right = await sealOf(claims, payload)
      if (!right || !isEqual(right, Buffer.from(seal, 'base64url'))) return undefined
      return claims.sub === undefined ? {} : { user: claims.sub }
    },
  }
}

function claimsIn(payload: string): Claims | undefined {
  try {
    const { sub, iat } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Partial<Claims>
    if (typeof iat !== 'number' || !(sub === undefined || typeof sub === 'string')) return undefined
    return sub === undefined ? { iat } : { sub, iat }
  } catch {
    // Not JSON: no token of ours.
    return undefined
  }
}

const isEqual = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)
