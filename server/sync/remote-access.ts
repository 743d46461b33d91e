import { isDeepStrictEqual } from 'node:util'
import { challengeFor } from './challenge.ts'
import type { Asking } from './content.ts'
import { orLeft } from './or-left.ts'
import { RemoteError } from './remote-error.ts'
import { basicHeader, wordFor } from './remote-login.ts'
import type { Scope } from './scope.ts'
import { createTokens, type Tokens } from './token-cache.ts'
import {
  fetchToken,
  tokenServiceOf,
  type Token,
  type TokenParts,
  type TokenService,
} from './token.ts'

/** What a registry wants to be sent as `Authorization` (RFC 9110), as far as it has told. */
export interface Access {
  /** @param challenge its `WWW-Authenticate`. @throws RemoteError when we cannot give what it wants */
  learn(challenge: string): void
  /** @returns undefined while it wants nothing. @throws RemoteError */
  authorization(scope: Scope, asking?: Asking): Promise<string | undefined>
  /**
   * Learns from an answer 401 what to send instead.
   * @param sent what it did not take
   * @throws RemoteError saying what to do, when there is nothing else to send
   */
  instead(challenge: string, scope: Scope, sent?: string, asking?: Asking): Promise<string>
  /** When that did not help either. */
  refusal(challenge: string, scope: Scope): RemoteError
}

export type AccessParts = TokenParts & {
  /** Of the registry. */
  readonly url: URL
}

type Wanted =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'basic'; readonly header: string }
  | { readonly kind: 'tokens'; readonly service: TokenService; readonly tokens: Tokens }

export function createAccess(parts: AccessParts): Access {
  const { url, login } = parts
  let wanted: Wanted = { kind: 'nothing' }
  /** The token service has taken the login once. */
  let isProven = false

  async function headerFor(scope: Scope, { signal }: Asking = {}): Promise<string | undefined> {
    if (wanted.kind === 'nothing') return undefined
    if (wanted.kind === 'basic') return wanted.header
    return `Bearer ${(await orLeft(wanted.tokens.get(scope), signal)).value}`
  }

  /** Some token services say to a right login as well that it is wrong, where it may not do this. */
  async function fetchNext(service: TokenService, scope: Scope): Promise<Token> {
    try {
      const token = await fetchToken(parts, service, scope)
      isProven = true
      return token
    } catch (error) {
      const isRefused = error instanceof RemoteError && error.kind === 'login-refused'
      throw isRefused && isProven ? deniedScope(url, scope) : error
    }
  }

  /** Where both are offered, tokens: a password is then seen by the token service alone. */
  function learn(challenge: string): void {
    const bearer = challengeFor(challenge, 'bearer')
    if (bearer) {
      const service = tokenServiceOf(url, bearer)
      // What was fetched from the same is as good as before.
      if (wanted.kind === 'tokens' && isDeepStrictEqual(wanted.service, service)) return
      const tokens = createTokens((scope) => fetchNext(service, scope))
      wanted = { kind: 'tokens', service, tokens }
    } else if (login && challengeFor(challenge, 'basic')) {
      wanted = { kind: 'basic', header: basicHeader(login) }
    } else throw missing(url, challenge)
  }

  function refusal(challenge: string, scope: Scope): RemoteError {
    const { error } = challengeFor(challenge, 'bearer')?.parameters ?? {}
    if (!login) return missing(url, challenge)
    if (error === 'insufficient_scope') return deniedScope(url, scope)
    const why = `it refuses this ${wordFor(login)}`
    return new RemoteError(url, why, { status: 401, kind: 'login-refused' })
  }

  return {
    learn,
    authorization: headerFor,
    refusal,
    async instead(challenge, scope, sent, asking) {
      learn(challenge)
      if (sent !== undefined && wanted.kind === 'basic') throw refusal(challenge, scope)
      const { error, scope: told } = challengeFor(challenge, 'bearer')?.parameters ?? {}
      const isTooNarrow = error === 'insufficient_scope'
      if (sent !== undefined && isTooNarrow && (told ?? scope) === scope) {
        throw refusal(challenge, scope)
      }
      // A token that is too narrow is good for what it was fetched for.
      if (sent !== undefined && !isTooNarrow && wanted.kind === 'tokens') {
        wanted.tokens.forget(sent.replace(/^Bearer /, ''))
      }
      const wantedScope = sent !== undefined || !scope ? (told ?? scope) : scope
      const header = await headerFor(wantedScope, asking)
      if (header === undefined) throw missing(url, challenge)
      return header
    },
  }
}

function missing(url: URL, challenge: string): RemoteError {
  const isKnown = challengeFor(challenge, 'basic') ?? challengeFor(challenge, 'bearer')
  const [kind, why] = isKnown
    ? (['login-missing', 'it asks for a login'] as const)
    : (['login-unknown', 'it asks for a login of a kind that is not known here'] as const)
  return new RemoteError(url, why, { status: 401, kind })
}

/** @param scope `repository:team/app:pull,push` */
function deniedScope(url: URL, scope: Scope): RemoteError {
  const [, name, actions = ''] = /^repository:(.+):([^: ]*)/.exec(scope) ?? []
  const deed = actions.includes('push') ? 'push to' : 'pull from'
  const why =
    name === undefined ? 'this login may not do that' : `this login may not ${deed} ${name}`
  return new RemoteError(url, why, { status: 401, kind: 'denied' })
}
