import type { IncomingMessage } from 'node:http'
import type { HttpConfig, ListenAddress } from '../config/config.ts'
import { RegistryError } from '../oci/errors.ts'

/**
 * Keeps web pages out. A registry on this machine is reached by every page open in its browser: so a
 * request that a browser says another site caused is refused, and on a loopback address also one for
 * a host name that is not this registry's, which a page gets to by rebinding its own name
 * (https://en.wikipedia.org/wiki/DNS_rebinding). Container clients send neither header.
 */
export type Guard = (request: IncomingMessage) => void

const LOOPBACK_NAMES: ReadonlySet<string> = new Set([
  'localhost',
  '[::1]',
  'host.docker.internal',
  'host.containers.internal',
  'gateway.docker.internal',
])
const LOOPBACK_V4 = /^127(?:\.\d{1,3}){3}$/

/** @throws RegistryError DENIED, from the guard */
export function createGuard(http: HttpConfig): Guard {
  const own = new Set([...http.allowedHosts, ...(http.host ? [http.host.hostname] : [])])
  const loopbackOnly = isLoopbackOnly(http.listen)
  const isOurs = (name: string): boolean => isLoopback(name) || own.has(name)

  return ({ headers }) => {
    const host = headers.host
    if (loopbackOnly && host !== undefined && !isOurs(hostName(host))) {
      const why = `this registry does not answer to the name "${hostName(host).slice(0, 100)}": name it in http.host or http.allowedhosts`
      throw new RegistryError('DENIED', why)
    }
    if (isCrossSite(headers['sec-fetch-site'], headers.origin, host)) {
      throw new RegistryError('DENIED', 'requests from other web sites are refused')
    }
  }
}

/** Whether no other machine gets here: what comes over a socket's path may be anybody's, passed on by a proxy. */
export function isLoopbackOnly(listen: readonly ListenAddress[]): boolean {
  return listen.every((at) => at.kind === 'tcp' && at.host !== undefined && isLoopback(at.host))
}

/** Whether a browser says that a page of this very registry caused the request. */
export function isSameOrigin({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site']
  if (typeof site === 'string') return site === 'same-origin'
  return headers.origin !== undefined && originHost(headers.origin) === headers.host?.toLowerCase()
}

function isCrossSite(site: unknown, origin: string | undefined, host: string | undefined): boolean {
  if (typeof site === 'string') return site !== 'same-origin' && site !== 'none'
  return origin !== undefined && originHost(origin) !== host?.toLowerCase()
}

function originHost(origin: string): string | undefined {
  return /^https?:\/\/([^/]+)$/.exec(origin.toLowerCase())?.[1]
}

function isLoopback(name: string): boolean {
  const bare = name === '::1' ? '[::1]' : name
  return LOOPBACK_NAMES.has(bare) || bare.endsWith('.localhost') || LOOPBACK_V4.test(bare)
}

/** `Host` without its port; a final dot says the same name. */
function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
}
