import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { AzureAccount } from '../support/azure-container.ts'
import { listening } from '../support/listening.ts'

/** A request on its way to Azurite. */
export interface Asked {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingMessage['headers']
}

/**
 * What becomes of a request: it passes; it is done, but the connection breaks instead of the answer; the
 * connection breaks and nothing is done; or it is answered as Azure would, where Azurite would not.
 */
export type Fate = 'pass' | 'lose the answer' | 'break' | Reply

export interface Reply {
  readonly status: number
  /** The service's own name of a failure. */
  readonly code?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface AzureProxy extends AsyncDisposable {
  /** The account's address that leads through it. */
  readonly serviceUrl: URL
}

/** Stands between a driver and its Azurite, and decides about each request. */
export async function startAzureProxy(
  account: AzureAccount,
  decide: (asked: Asked) => Fate | Promise<Fate>,
): Promise<AzureProxy> {
  const server = createServer(async (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming
    await handle(account, incoming, outgoing, await decide({ method, url, headers }))
  })
  const at = await listening(server)
  return {
    serviceUrl: new URL(`http://${at.host}/${account.accountName}`),
    [Symbol.asyncDispose]: () => at[Symbol.asyncDispose](),
  }
}

async function handle(
  account: AzureAccount,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fate: Fate,
): Promise<void> {
  if (fate === 'break') outgoing.destroy()
  else if (typeof fate === 'object') reply(incoming, outgoing, fate)
  // A client that breaks off has given up by itself.
  else await forward(account, incoming, outgoing, fate).catch(() => outgoing.destroy())
}

function reply(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, code, headers }: Reply,
): void {
  incoming.resume()
  const failure = code !== undefined && {
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code></Error>`,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
  }
  outgoing.writeHead(status, { ...(failure && failure.headers), ...headers })
  outgoing.end(failure ? failure.body : undefined)
}

async function forward(
  { url }: AzureAccount,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fate: 'pass' | 'lose the answer',
): Promise<void> {
  const { hostname: host, port } = new URL(url)
  const { method, url: path, headers } = incoming
  // With the host that the client meant: it is what copies are made from as well.
  const onward = request({ host, port, method, path, headers, agent: false })
  const answered = once(onward, 'response') as Promise<[IncomingMessage]>
  answered.catch(() => {})
  await pipeline(incoming, onward)
  const [answer] = await answered
  if (fate === 'lose the answer') {
    answer.resume()
    await once(answer, 'end')
    outgoing.destroy()
    return
  }
  outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
  await pipeline(answer, outgoing)
}
