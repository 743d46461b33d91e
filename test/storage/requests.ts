import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
import type { Azurite } from '../support/azurite.ts'

const STARTED = 'http.client.request.start'

/** The requests to Azurite that this process makes during `work`: method and path, as in `GET /account/container`. */
export async function requestsDuring(
  { url }: Pick<Azurite, 'url'>,
  work: () => Promise<unknown>,
): Promise<readonly string[]> {
  const { host } = new URL(url)
  const seen: string[] = []
  const note = (message: unknown): void => {
    const { request } = message as { request: ClientRequest }
    if (request.getHeader('host') === host) seen.push(`${request.method} ${request.path}`)
  }
  subscribe(STARTED, note)
  try {
    await work()
    return seen
  } finally {
    unsubscribe(STARTED, note)
  }
}
