import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { SecureContextOptions } from 'node:tls'
import { lstat, unlink } from 'node:fs/promises'
import { connect, type AddressInfo } from 'node:net'
import type { ListenAddress } from '../config/config.ts'
import type { RequestListener } from './app.ts'
import { createConnections, type Connections } from './connections.ts'

/** Silence after which a connection is given up, in the middle of a transfer too. */
const IDLE = 5 * 60_000
/** Longer than the usual proxies and clients keep an idle connection, so that they and not we end it. */
const KEEP_ALIVE = 95_000
/** How long requests that were cut off may take to put away what they hold. */
const CLEAN_UP = 5_000

export interface Listening {
  /** `http://127.0.0.1:5000`, or the path of a socket. */
  readonly urls: readonly string[]
  /** Takes no more requests, lets those under way finish for at most `drain` ms, then cuts them off. */
  close(drain: number): Promise<void>
}

/** An address that another program listens on. */
export class AddressTaken extends Error {
  readonly port: number | undefined

  constructor(at: ListenAddress, cause: unknown) {
    const name = at.kind === 'unix' ? at.path : `port ${at.port}${at.host ? ` of ${at.host}` : ''}`
    super(`${name} is taken`, { cause })
    this.name = 'AddressTaken'
    this.port = at.kind === 'tcp' ? at.port : undefined
  }
}

/** @throws AddressTaken, or what the system says; then none of the addresses is listened on */
export async function listen(
  addresses: readonly ListenAddress[],
  handle: RequestListener,
  tls?: SecureContextOptions,
): Promise<Listening> {
  const connections = createConnections(handle)
  const servers: Server[] = []
  const urls: string[] = []
  const close = (drain: number) => closeAll(servers, connections, drain)
  try {
    let port = 0
    for (const at of addresses) {
      const server = createServer(connections, tls)
      // With port 0 the system chooses once, for all addresses.
      const place = at.kind === 'tcp' && at.port === 0 ? { ...at, port } : at
      if (!(await bind(server, place))) continue
      servers.push(server)
      const bound = server.address()
      if (typeof bound === 'object' && bound) port = bound.port
      urls.push(urlOf(at, bound, tls !== undefined))
    }
  } catch (error) {
    await close(0)
    throw error
  }
  return { urls, close }
}

function createServer(connections: Connections, tls: SecureContextOptions | undefined): Server {
  const { handle } = connections
  const options = { keepAliveTimeout: KEEP_ALIVE, requestTimeout: 0, noDelay: true }
  const server = tls
    ? createHttpsServer({ ...options, ...tls }, handle)
    : createHttpServer(options, handle)
  server.setTimeout(IDLE)
  // Otherwise Node lets the client send its body before anybody has looked at the request.
  server.on('checkContinue', handle)
  connections.watch(server, tls !== undefined)
  return server
}

/** Whether it listens: an optional address that this machine does not have is left out. */
async function bind(server: Server, at: ListenAddress): Promise<boolean> {
  if (at.kind === 'unix') await removeStaleSocket(at.path)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(at.kind === 'unix' ? { path: at.path } : tcpOptions(at), () => {
        server.off('error', reject)
        resolve()
      })
    })
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new AddressTaken(at, error)
    const absent = code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'
    if (absent && at.kind === 'tcp' && at.optional) return false
    throw error
  }
}

/** What a server left that ended without a word. A socket that somebody answers stays, and so does any other file. */
async function removeStaleSocket(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (found?.isSocket() && !(await isAnswered(path))) await unlink(path)
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.once('error', () => resolve(false))
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
  })
}

function tcpOptions({ host, port }: ListenAddress & { kind: 'tcp' }) {
  return host === undefined ? { port } : { host, port }
}

function urlOf(at: ListenAddress, bound: string | AddressInfo | null, secure: boolean): string {
  if (at.kind === 'unix' || typeof bound !== 'object' || !bound) return String(bound)
  const host = at.host ?? '0.0.0.0'
  return `${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${bound.port}`
}

async function closeAll(
  servers: readonly Server[],
  connections: Connections,
  drain: number,
): Promise<void> {
  const closed = Promise.all(
    servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
  )
  connections.drain()
  // `close` ends connections that are idle now; these are the ones that become so.
  const sweep = setInterval(() => servers.forEach((server) => server.closeIdleConnections()), 50)
  await within(closed, drain)
  clearInterval(sweep)
  connections.cut()
  await closed
  await within(connections.settled(), CLEAN_UP)
}

/** Waits for `work`, at most `limit` milliseconds. */
async function within(work: Promise<unknown>, limit: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, limit)
  await Promise.race([work, promise])
  clearTimeout(timer)
}
