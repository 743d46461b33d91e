import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { HttpConfig } from '../config/config.ts'

const HOST = /^[a-zA-Z0-9._~-]+(?::\d{1,5})?$|^\[[0-9a-fA-F:.]+\](?::\d{1,5})?$/

/**
 * The URL under which the client finds `path` (which starts with `v2/`): relative if so configured,
 * else on `http.host`, else on the scheme and host that the client used, as the request or the proxy
 * in front tells (`Forwarded`, RFC 7239, and `X-Forwarded-Proto` and `-Host`). What cannot be a host
 * is not repeated.
 */
export function locationOf(request: IncomingMessage, http: HttpConfig, path: string): string {
  return http.relativeUrls ? `${http.prefix}${path}` : addressOf(request, http, path)
}

/** The same for somebody who has no connection here: never relative where a host is known. */
export function addressOf(request: IncomingMessage, http: HttpConfig, path: string): string {
  const local = `${http.prefix}${path}`
  if (http.host) return `${http.host.origin}${http.host.pathname.replace(/\/$/, '')}${local}`
  const host = forwarded(request, 'host') ?? request.headers.host
  if (!host || !HOST.test(host)) return local
  return `${schemeOf(request)}://${host}${local}`
}

/** How the client reached us, or the proxy in front. */
export function schemeOf(request: IncomingMessage): 'http' | 'https' {
  const told = forwarded(request, 'proto')?.toLowerCase()
  if (told === 'http' || told === 'https') return told
  return (request.socket as Partial<TLSSocket>).encrypted ? 'https' : 'http'
}

/** The first proxy's word: the one nearest to the client. */
function forwarded({ headers }: IncomingMessage, field: 'host' | 'proto'): string | undefined {
  const standard = first(headers['forwarded'])
    ?.split(';')
    .map((pair) => pair.trim().split('=', 2))
    .find(([name]) => name?.toLowerCase() === field)?.[1]
    ?.replaceAll('"', '')
  return standard ?? first(headers[`x-forwarded-${field}`])
}

function first(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header
  return text?.split(',', 1)[0]?.trim() || undefined
}
