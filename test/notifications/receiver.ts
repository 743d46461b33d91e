import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { NotificationEvent } from '../../server/notifications/event.ts'

/** One request that a receiver got. */
export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A receiver of events; disposing of it ends it. */
export interface Receiver extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** All requests, those that were refused too. */
  readonly requests: readonly Received[]
  /** The events of the requests that were accepted. */
  readonly events: readonly NotificationEvent[]
  /** What it answers from now on. */
  answer(status: number): void
  /** Resolves when this is so, looked at after each request. */
  until(isSo: () => boolean): Promise<void>
}

/** @param port a free one unless given */
export async function startReceiver({ port = 0, status = 200 } = {}): Promise<Receiver> {
  const requests: Received[] = []
  const events: NotificationEvent[] = []
  const waiting = new Set<() => void>()
  let answer = status
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined)
    if (body === undefined) return
    requests.push({ headers: request.headers, body })
    if (answer < 400) events.push(...eventsIn(body))
    response.writeHead(answer).end()
    for (const look of waiting) look()
  })
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve))
  const bound = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${bound}/events`,
    port: bound,
    requests,
    events,
    answer: (next) => void (answer = next),
    until: (isSo) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!isSo()) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    [Symbol.asyncDispose]: () => closed(server),
  }
}

function eventsIn(body: string): readonly NotificationEvent[] {
  const { events, data } = JSON.parse(body) as {
    readonly events?: readonly NotificationEvent[]
    readonly data?: NotificationEvent
  }
  return events ?? (data ? [data] : [])
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
