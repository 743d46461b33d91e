import type { Socket } from 'node:net'
import type { RequestWatcher } from '../http/request-watcher.ts'
import { DEFINITIONS } from './definitions.ts'
import { createCounted, createHistogram, type Series } from './series.ts'

/** Bounded, as nobody keeps a client from making up methods. */
const METHODS: ReadonlyMap<string | undefined, string> = new Map(
  ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'].map((name) => [
    name,
    name.toLowerCase(),
  ]),
)

/** Of requests that are for no endpoint. */
const NOWHERE = 'other'

export function measuredRequests(): RequestWatcher & { readonly series: readonly Series[] } {
  const requests = createCounted(DEFINITIONS.requests)
  const inFlight = createCounted(DEFINITIONS.inFlight)
  const duration = createHistogram(DEFINITIONS.duration)
  const received = createHistogram(DEFINITIONS.received)
  const sent = createHistogram(DEFINITIONS.sent)
  /** Bytes that came over a connection before its present request: a head is read before anybody is told. */
  const before = new WeakMap<Socket, number>()

  return {
    series: [requests, duration, inFlight, received, sent],
    begin(request, response) {
      const started = performance.now()
      const { socket } = request
      const written = socket.bytesWritten
      const method = METHODS.get(request.method) ?? NOWHERE
      let handler = NOWHERE
      let isRouted = false
      response.once('close', () => {
        const code = response.headersSent ? response.statusCode : 499
        const { bytesRead, bytesWritten } = socket
        requests.add(1, handler, method, String(code))
        duration.observe((performance.now() - started) / 1_000, handler, method)
        received.observe(bytesRead - (before.get(socket) ?? 0), handler)
        sent.observe(bytesWritten - written, handler)
        before.set(socket, bytesRead)
        if (isRouted) inFlight.add(-1, handler)
      })
      return (name) => {
        handler = name
        isRouted = true
        inFlight.add(1, name)
      }
    },
  }
}
