import type { IncomingMessage } from 'node:http'

const LOOPBACK = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/

/**
 * Where a request comes from. A proxy on this machine is believed when it names the client
 * (`X-Forwarded-For`, its own entry being the last); anybody else could write anything there.
 */
export function remoteAddress({ socket, headers }: IncomingMessage): string {
  const direct = socket.remoteAddress ?? ''
  if (direct !== '' && !LOOPBACK.test(direct)) return direct
  const header = headers['x-forwarded-for']
  const told = Array.isArray(header) ? header.at(-1) : header
  return told?.split(',').at(-1)?.trim() || direct
}
