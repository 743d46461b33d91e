import type { ServerResponse } from 'node:http'
import type { Server, Socket } from 'node:net'
import type { RequestListener } from './app.ts'

/**
 * What is under way on a server's connections, so that it can be stopped. Node alone would wait for a
 * connection that never sent a request, lose sight of one in a TLS handshake, and invite further
 * requests with every answer.
 */
export interface Connections {
  /** Watches a server that does not listen yet. `secure`: it speaks TLS. */
  watch(server: Server, secure: boolean): void
  readonly handle: RequestListener
  /** Ends connections that have sent no request; an answer from now on is the last on its connection. */
  drain(): void
  /** Ends every connection. */
  cut(): void
  /** Resolves when no request is being dealt with. */
  settled(): Promise<unknown>
}

/** @param listener deals with the requests */
export function createConnections(listener: RequestListener): Connections {
  const open = new Set<Socket>()
  const silent = new Set<Socket>()
  const running = new Map<ServerResponse, Promise<unknown>>()
  let draining = false

  return {
    watch(server, secure) {
      server.on('connection', (socket) => keep(open, socket))
      server.on(secure ? 'secureConnection' : 'connection', (socket) => keep(silent, socket))
    },
    handle(request, response) {
      silent.delete(request.socket)
      if (draining) makeLast(response)
      const work = listener(request, response).finally(() => running.delete(response))
      running.set(response, work)
      return work
    },
    drain() {
      draining = true
      for (const response of running.keys()) makeLast(response)
      for (const socket of silent) socket.destroy()
    },
    cut() {
      for (const socket of open) socket.destroy()
    },
    settled: () => Promise.allSettled(running.values()),
  }
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
}

function makeLast(response: ServerResponse): void {
  if (!response.headersSent) response.shouldKeepAlive = false
}
