import type { Context } from 'koa'
import type { Access } from '../auth/access.ts'
import type { Authenticator } from '../auth/authenticator.ts'
import type { Tokens } from '../auth/tokens.ts'
import type { Config } from '../config/config.ts'
import { RegistryError } from '../oci/errors.ts'
import type { TokenService } from './call.ts'
import { locationOf } from './location.ts'
import { remoteAddress } from './remote-address.ts'
import { scopeOf } from './scope.ts'
import { tooMany } from './too-many.ts'
import type { Match } from './routes.ts'

/** Finds out who makes a request; puts the user's name into `ctx.state.user`. */
export interface Login {
  /**
   * Lets a request pass, or throws. Who shows no login passes where the rules leave something to people
   * who have none.
   *
   * @throws RegistryError UNAUTHORIZED or TOOMANYREQUESTS
   */
  identify(ctx: Context, match: Match | undefined): Promise<void> | void
  /**
   * What to tell somebody who may not do this: to log in, where that could help.
   *
   * @returns RegistryError UNAUTHORIZED or DENIED
   */
  refusal(ctx: Context, match: Match, why: string): RegistryError
  /** Where clients are to fetch tokens, what gives them. */
  tokenService(): TokenService | undefined
}

/** Who gets in, and what they may do. */
export interface LoginDoors {
  /** Absent: everybody passes. */
  readonly authenticator?: Authenticator
  /** Absent: clients show their password with each request. */
  readonly tokens?: Tokens
  /** As the rules are now; undefined: who gets in may do all. */
  readonly access: () => Access | undefined
  /** Told of each request of a user. */
  readonly lastUsed: { note(user: string): void }
}

const BEARER = /^bearer +(?<token>[\w.~+/=-]+) *$/i

/** Where clients fetch tokens. */
export const TOKEN_PATH = 'v2/token'

export function createLogin(config: Config, doors: LoginDoors): Login {
  const { authenticator, tokens, access, lastUsed } = doors
  if (!authenticator) return OPEN
  const { challenge: basicChallenge } = authenticator
  const isOpen = (): boolean => access()?.opensToAnonymous ?? false
  const givesTokens = (): boolean =>
    tokens !== undefined && (isOpen() || config.auth.htpasswd?.tokens === true)

  function challenge(ctx: Context, match: Match | undefined, error?: string): void {
    const asked = givesTokens() ? bearerChallenge(ctx, config, match, error) : basicChallenge
    ctx.set('WWW-Authenticate', asked)
  }

  function enter(ctx: Context, user: string): void {
    ctx.state['user'] = user
    lastUsed.note(user)
  }

  async function byToken(ctx: Context, match: Match | undefined, token: string): Promise<void> {
    const bearer = givesTokens() ? await tokens?.read(token) : undefined
    if (bearer?.user !== undefined) enter(ctx, bearer.user)
    else if (!bearer || !isOpen()) {
      challenge(ctx, match, 'invalid_token')
      throw new RegistryError('UNAUTHORIZED', 'the token is not valid, or not any more')
    }
  }

  return {
    tokenService: () =>
      tokens && givesTokens() ? { authenticator, tokens, isOpen: isOpen() } : undefined,
    async identify(ctx, match) {
      const { authorization } = ctx.req.headers
      if (authorization === undefined && isOpen() && !mustAsk(match)) return
      const token = authorization && BEARER.exec(authorization)?.groups?.['token']
      if (token) return await byToken(ctx, match, token)
      const asked = authenticator.authenticate(authorization, remoteAddress(ctx.req))
      const result = asked instanceof Promise ? await asked : asked
      if (result.kind === 'ok') return enter(ctx, result.user)
      if (result.kind === 'slow') throw tooMany(ctx, result.retryAfter)
      challenge(ctx, match)
      const why = authorization === undefined ? 'a login is needed' : 'wrong user name or password'
      throw new RegistryError('UNAUTHORIZED', why)
    },
    refusal(ctx, match, why) {
      if (ctx.state['user'] !== undefined) return new RegistryError('DENIED', why)
      challenge(ctx, match, 'insufficient_scope')
      return new RegistryError('UNAUTHORIZED', `${why}: a login is needed`)
    },
  }
}

/** By the answer to this, Docker 20 decides whether it sends a login at all. */
const mustAsk = (match: Match | undefined): boolean => !match || match.route.isBase === true

const OPEN: Login = {
  tokenService: () => undefined,
  identify: () => {},
  refusal: (_ctx, _match, why) => new RegistryError('DENIED', why),
}

/** RFC 6750 "The WWW-Authenticate Response Header Field", with the realm and service of Docker's token protocol. */
function bearerChallenge(
  ctx: Context,
  { http }: Config,
  match: Match | undefined,
  error: string | undefined,
): string {
  const realm = locationOf(ctx.req, { ...http, relativeUrls: false }, TOKEN_PATH)
  const scope = match && scopeOf(match, ctx.method)
  const fields = { realm, service: 'berth', ...(scope && { scope }), ...(error && { error }) }
  const written = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
  return `Bearer ${written.join(',')}`
}
