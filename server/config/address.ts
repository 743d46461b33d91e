import { isIPv6 } from 'node:net'
import type { ListenAddress } from './config.ts'

/** The port of a registry that was told none. */
export const defaultPort = 5000

/** What an error says is allowed for an address. */
export const addressForms =
  'host:port, such as localhost:5000, 127.0.0.1:5000 or [::1]:5000, or :5000 for every interface'

const form = /^(?:\[(?<v6>[^\]]*)\]|(?<name>[^:[\]\s/]*)):(?<port>\d{1,5})$/

/**
 * Where to listen for the text of `http.addr`; undefined when it is no address. `localhost` is both
 * loopbacks: clients differ in which of them they try first.
 */
export function parseAddress(text: string): readonly ListenAddress[] | undefined {
  const { v6, name, port: digits } = form.exec(text)?.groups ?? {}
  const port = parsePort(digits ?? '')
  if (port === undefined || (v6 !== undefined && !isIPv6(v6))) return undefined
  const host = v6 ?? name ?? ''
  if (host === '') return [{ kind: 'tcp', port }]
  return host.toLowerCase() === 'localhost' ? loopback(port) : [{ kind: 'tcp', host, port }]
}

/** Both loopback addresses; a machine without IPv6 goes on with the first. */
export function loopback(port: number): readonly ListenAddress[] {
  return [
    { kind: 'tcp', host: '127.0.0.1', port },
    { kind: 'tcp', host: '::1', port, optional: true },
  ]
}

/** A port from 0 (any that is free) to 65535; undefined for anything else. */
export function parsePort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined
  const port = Number(text)
  return port <= 65_535 ? port : undefined
}
