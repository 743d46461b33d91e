import { createServer, request as ask, type IncomingMessage } from 'node:http'
import { listening } from './listening.ts'

/** What somebody on the way answers instead of the registry. */
export interface Meddled {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A way to a registry on which requests are seen, and may be answered otherwise; disposing of it closes it. */
export interface MeddlingProxy extends AsyncDisposable {
  readonly url: string
  /** `METHOD /path` of every request, in order. */
  readonly seen: string[]
}

/**
 * @param meddle undefined: the request goes through
 * @param hidden headers of answers that are left out, in lower case
 */
export async function startMeddlingProxy(
  to: string,
  meddle: (request: IncomingMessage, url: string) => Meddled | undefined = () => undefined,
  hidden: readonly string[] = [],
): Promise<MeddlingProxy> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    const instead = meddle(request, url)
    if (instead) {
      response.writeHead(instead.status, { Connection: 'close', ...instead.headers })
      response.end(instead.body)
      return
    }
    // The registry has to call itself by our name.
    const passed = ask(new URL(request.url ?? '', to), {
      method: request.method,
      headers: request.headers,
      agent: false,
    })
    passed.once('response', (answer) => {
      for (const name of hidden) delete answer.headers[name]
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    passed.once('error', () => response.destroy())
    request.once('error', () => passed.destroy())
    request.pipe(passed)
  })
  const at = await listening(server)
  const url = `http://${at.host}`
  return { url, seen, [Symbol.asyncDispose]: () => at[Symbol.asyncDispose]() }
}
