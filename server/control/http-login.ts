import type { Context } from 'koa'
import type { Authenticator } from '../auth/authenticator.ts'
import { remoteAddress } from '../http/remote-address.ts'
import type { Log } from '../log.ts'
import { object, text } from './check.ts'
import { ControlError } from './control-error.ts'
import { checkPassword, type Doorkeeper, type Entrance } from './entrance.ts'
import { sendFailure, sendJson } from './http-answers.ts'
import { readJson } from './http-input.ts'
import { clearSession, sessionSecret, setSession } from './session-cookie.ts'
import type { ControlAudit } from './signals-methods.ts'
import type { Sessions } from './sessions.ts'

export interface LoginParts {
  readonly entrance: Entrance
  readonly sessions: Sessions
  readonly doorkeeper: Doorkeeper
  /** Where the console lies; starts and ends with a slash. */
  readonly base: string
  readonly log: Log
  readonly audit?: Pick<ControlAudit, 'record'> | undefined
}

const credentials = object({ user: text(255), password: text(1_000) })

/** `GET /api/login`: how to log in. */
export function tellEntrance(ctx: Context, { entrance }: LoginParts): void {
  sendJson(ctx, { kind: entrance.kind })
}

/** `POST /api/login`: with the name and password of one of the registry's users. */
export async function logIn(ctx: Context, parts: LoginParts): Promise<void> {
  const { entrance, log, audit } = parts
  const given = credentials(await readJson(ctx), '')
  if (entrance.kind !== 'password') {
    throw new ControlError('FORBIDDEN', 'this registry has no users: open the link that it printed')
  }
  const { authenticator } = entrance
  const remote = remoteAddress(ctx.req)
  // What is no user's name may be a password in the wrong box.
  const named = async (user: string) =>
    (await authenticator.stampOf(user)) === undefined ? {} : { user }
  const result = await checkPassword(authenticator, given, remote)
  switch (result.kind) {
    case 'ok':
      log.info('console: logged in', { user: result.user, remote })
      audit?.record({ action: 'login', via: 'console', user: result.user, remote })
      return await openSession(ctx, parts, authenticator, result.user)
    case 'slow':
      return askToWait(ctx, result.retryAfter)
    case 'challenge':
      log.info('console: login refused', { remote })
      audit?.record({
        action: 'login-failed',
        via: 'console',
        remote,
        ...(await named(given.user)),
      })
      throw new ControlError('UNAUTHENTICATED', 'wrong user name or password')
  }
}

async function openSession(
  ctx: Context,
  { sessions, base }: LoginParts,
  authenticator: Authenticator,
  user: string,
): Promise<void> {
  const stamp = await authenticator.stampOf(user)
  setSession(ctx, base, sessions.open(stamp === undefined ? { user } : { user, stamp }))
  ctx.status = 204
}

function askToWait(ctx: Context, seconds: number): void {
  ctx.set('Retry-After', String(seconds))
  const message = `too many logins failed: wait ${seconds} s and try again`
  sendFailure(ctx, { code: 'UNAVAILABLE', message }, 429)
}

/** `POST /api/logout`: forgets the session, if there is one. */
export async function logOut(ctx: Context, { sessions, base }: LoginParts): Promise<void> {
  await readJson(ctx)
  const secret = sessionSecret(ctx.req)
  if (secret !== undefined) sessions.end(secret)
  clearSession(ctx, base)
  ctx.status = 204
}

/**
 * `GET /?token=`: lets in by the link that the registry printed, and leaves its secret out of the address
 * from then on. Whoever is in already needs none; whoever comes with an old one is told.
 *
 * @returns whether the request was answered
 */
export async function enterByLink(ctx: Context, parts: LoginParts): Promise<boolean> {
  const { entrance, sessions, doorkeeper, base, log } = parts
  const token = new URLSearchParams(ctx.querystring).get('token')
  if (token === null || ctx.method !== 'GET') return false
  const isRight = entrance.kind === 'link' && entrance.key.redeem(token)
  const isIn = isRight || (await doorkeeper.visitor(ctx.req)) !== undefined
  if (isRight) {
    log.info('console: opened by its link', { remote: remoteAddress(ctx.req) })
    setSession(ctx, base, sessions.open({}))
  }
  ctx.status = 303
  ctx.set('Location', isIn ? base : `${base}?link=used`)
  ctx.set('Cache-Control', 'no-store')
  ctx.body = Buffer.alloc(0)
  return true
}
