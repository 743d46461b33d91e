import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import { schemeOf } from '../http/location.ts'
import { LIFE } from './sessions.ts'

/**
 * Cookies belong to a host with all its ports, so that several registries on one machine would log each
 * other's people out: each puts its port into the name.
 */
const nameFor = ({ socket }: IncomingMessage): string => `berth_session_${socket.localPort ?? 0}`

/** The secret of the session that a browser shows, if any. */
export function sessionSecret(request: IncomingMessage): string | undefined {
  const start = `${nameFor(request)}=`
  const pairs = request.headers.cookie?.split(';').map((pair) => pair.trim())
  return pairs?.find((pair) => pair.startsWith(start))?.slice(start.length) || undefined
}

/** @param path where the console lies */
export function setSession(ctx: Context, path: string, secret: string): void {
  ctx.append('Set-Cookie', cookie(ctx, path, secret, LIFE / 1000))
}

export function clearSession(ctx: Context, path: string): void {
  ctx.append('Set-Cookie', cookie(ctx, path, '', 0))
}

/** Scripts never see it, and no other site's page makes a browser send it. */
function cookie({ req }: Context, path: string, secret: string, seconds: number): string {
  const secure = schemeOf(req) === 'https' ? '; Secure' : ''
  return `${nameFor(req)}=${secret}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`
}
