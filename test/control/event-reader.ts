import { get, type IncomingMessage } from 'node:http'
import { once } from 'node:events'

/** One server-sent event; the type is `message` where none is named. */
export interface ServerSent {
  readonly type: string
  readonly id: string
  readonly data: string
}

/** A stream of server-sent events that a test reads; disposing of it hangs up. */
export interface EventReader extends Disposable {
  readonly status: number
  /** Everything that came, signs of life included. */
  readonly text: () => string
  /** The id to come back with. */
  readonly lastId: () => string
  /** Resolves to the first event that fits, also one that came before; rejects when the stream ends first. */
  next(fits: (event: ServerSent) => boolean): Promise<ServerSent>
  /** Resolves when what came matches. */
  received(pattern: RegExp): Promise<void>
  /** Resolves when the stream is over. */
  ended(): Promise<void>
}

export async function readEvents(
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<EventReader> {
  const request = get(url, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  let text = ''
  let rest = ''
  const events: ServerSent[] = []
  let closed = false
  const changed = new Set<() => void>()
  const tell = (): void => [...changed].forEach((look) => look())
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    text += chunk
    rest += chunk
    // Looked for in the new part alone: the rest may be long.
    if (rest.slice(-chunk.length - 1).includes('\n\n')) takeEvents()
    tell()
  })
  response.on('error', () => {})
  response.on('close', () => {
    closed = true
    tell()
  })

  function takeEvents(): void {
    const end = rest.lastIndexOf('\n\n') + 2
    events.push(...eventsIn(rest.slice(0, end)))
    rest = rest.slice(end)
  }

  async function until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      if (closed) throw new Error(`the stream ended: ${text}`)
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          changed.delete(wake)
          resolve()
        }
        changed.add(wake)
      })
    }
  }

  return {
    status: response.statusCode ?? 0,
    text: () => text,
    lastId: () => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? '',
    next: (fits) => until(() => events.find(fits)),
    received: (pattern) => until(() => (pattern.test(text) ? true : undefined)).then(() => {}),
    ended: () => until(() => (closed ? true : undefined)).then(() => {}),
    [Symbol.dispose]: () => void request.destroy(),
  }
}

/** What a browser makes of the text: https://html.spec.whatwg.org/multipage/server-sent-events.html. */
function eventsIn(text: string): readonly ServerSent[] {
  return text.split('\n\n').flatMap((block) => {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}: ([^\n]*)`, 'm').exec(block)?.[1]
    const data = field('data')
    return data === undefined
      ? []
      : [{ type: field('event') ?? 'message', id: field('id') ?? '', data }]
  })
}
