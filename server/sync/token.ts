import type { Challenge } from './challenge.ts'
import { chunkOf } from './content.ts'
import { RemoteError, remoteErrorFrom, type Answer } from './remote-error.ts'
import type { RemoteHttp } from './remote-http.ts'
import { basicHeader, wordFor, type Login } from './remote-login.ts'
import type { Scope } from './scope.ts'

/** What a registry takes for a while: distribution "Token Authentication Specification". */
export interface Token {
  readonly value: string
  /** By our own clock, in milliseconds since 1970: when another is to be fetched. */
  readonly staleAt: number
}

/** Where tokens come from. */
export interface TokenService {
  readonly realm: URL
  readonly service: string | undefined
}

export interface TokenParts {
  readonly http: RemoteHttp
  readonly agent: string
  readonly login: Login | undefined
}

/** "If omitted, this defaults to 60 seconds." */
const DEFAULT_LIFE = 60_000
/** So much before its end a token is not used any more, at most; of a short life a quarter. */
const AHEAD = 30_000
/** No answer in that time is none, in milliseconds. */
const PATIENCE = 30_000
/** Bytes of the largest answer. */
const MOST = 256 * 1024

/**
 * A registry that is reached in safety may not send us where others listen.
 * @throws RemoteError
 */
export function tokenServiceOf(registry: URL, { parameters }: Challenge): TokenService {
  const realm = URL.parse(parameters['realm'] ?? '')
  if (!realm) throw unfit(registry, 'it names no token service')
  const isSafe = realm.protocol === 'https:'
  const isAsUnsafe = realm.protocol === 'http:' && registry.protocol === 'http:'
  if (!isSafe && !isAsUnsafe) {
    throw unfit(
      registry,
      `its token service ${realm.origin} is not reached by https; no login is sent there`,
    )
  }
  realm.username = realm.password = realm.hash = ''
  return { realm, service: parameters['service'] }
}

function unfit(registry: URL, why: string): RemoteError {
  return new RemoteError(registry, why, { status: 401, kind: 'login-unknown' })
}

/**
 * With a password by GET, as every token service takes it; with an identity token by POST (OAuth 2), and
 * each the other way where the service does not know this one.
 *
 * @throws RemoteError
 */
export async function fetchToken(
  parts: TokenParts,
  service: TokenService,
  scope: Scope,
): Promise<Token> {
  const isByPost = parts.login?.kind === 'token'
  const asked = Date.now()
  const first = await (isByPost ? byPost : byGet)(parts, service, scope)
  const isOther = parts.login && [404, 405].includes(first.statusCode ?? 0)
  if (isOther) first.resume()
  const answer = isOther ? await (isByPost ? byGet : byPost)(parts, service, scope) : first
  if (answer.statusCode !== 200) throw await refusal(service.realm, answer, parts.login)
  return tokenIn(service.realm, await readAtMost(answer), asked)
}

type Way = (parts: TokenParts, service: TokenService, scope: Scope) => Promise<Answer>

const byGet: Way = ({ http, agent, login }, { realm, service }, scope) => {
  const url = new URL(realm)
  if (service !== undefined) url.searchParams.set('service', service)
  for (const one of scope.split(' ')) if (one) url.searchParams.append('scope', one)
  if (login?.kind === 'password') url.searchParams.set('account', login.user)
  const headers = { 'User-Agent': agent, ...(login && { Authorization: basicHeader(login) }) }
  return http.send({ method: 'GET', url, headers, patience: PATIENCE })
}

/** distribution "Oauth2 Token Authentication"; Azure Container Registry takes no other way for its tokens. */
const byPost: Way = ({ http, agent, login }, { realm, service }, scope) => {
  const form = new URLSearchParams({ ...grantOf(login), client_id: agent.split('/', 1)[0] ?? '' })
  if (service !== undefined) form.set('service', service)
  if (scope) form.set('scope', scope)
  const bytes = Buffer.from(form.toString())
  return http.send({
    method: 'POST',
    url: realm,
    headers: { 'User-Agent': agent, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: { content: chunkOf(bytes), size: bytes.length },
    patience: PATIENCE,
  })
}

function grantOf(login: Login | undefined): Record<string, string> {
  if (login?.kind === 'token') return { grant_type: 'refresh_token', refresh_token: login.token }
  return {
    grant_type: 'password',
    ...(login && { username: login.user, password: login.password }),
  }
}

async function refusal(realm: URL, answer: Answer, login: Login | undefined): Promise<RemoteError> {
  // OAuth 2 says 400 for a token that is none (RFC 6749 §5.2).
  const isLogin =
    answer.statusCode === 401 || (answer.statusCode === 400 && login?.kind === 'token')
  if (!isLogin) return await remoteErrorFrom(realm, answer)
  answer.resume()
  const [kind, why] = login
    ? (['login-refused', `it refuses this ${wordFor(login)}`] as const)
    : (['login-missing', 'it asks for a login'] as const)
  return new RemoteError(realm, why, { status: 401, kind })
}

async function readAtMost(answer: Answer): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MOST) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function tokenIn(realm: URL, text: string, asked: number): Token {
  const { token, access_token, expires_in } = parse(text)
  const value = token ?? access_token
  // Anything else cannot be sent in a header.
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) {
    throw new RemoteError(realm, 'what it answers is no token', { kind: 'not-a-registry' })
  }
  const life = Number(expires_in) > 0 ? Number(expires_in) * 1000 : DEFAULT_LIFE
  return { value, staleAt: asked + life - Math.min(AHEAD, life / 4) }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    return {}
  }
}
