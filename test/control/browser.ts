import type { ConsoleEvent, Input, MethodName, Output } from '../../server/control/contract.ts'
import type { TestServer } from '../http/server.ts'
import type { Answer } from '../support/http-client.ts'
import type { Credentials } from '../support/htpasswd.ts'
import { readEvents, type EventReader, type ServerSent } from './event-reader.ts'

type Headers = Readonly<Record<string, string>>

/** A browser with a window of the console: it keeps its cookie and says where its requests come from. */
export interface Browser {
  /** What it sends besides its cookie. */
  get(path: string, headers?: Headers): Promise<Answer>
  post(path: string, value: unknown, headers?: Headers): Promise<Answer>
  call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>
  events(after?: string): Promise<EventReader>
  /** The cookie that it has now; empty without one. */
  readonly cookie: string
}

/** A browser that has not been there yet. */
export function newBrowser({ url, send }: Pick<TestServer, 'url' | 'send'>): Browser {
  let cookie = ''
  const own = (): Headers => ({
    'sec-fetch-site': 'same-origin',
    ...(cookie === '' ? {} : { cookie }),
  })

  async function keep(asked: Promise<Answer>): Promise<Answer> {
    const answer = await asked
    for (const line of answer.headers['set-cookie'] ?? []) {
      const pair = line.split(';', 1)[0] ?? ''
      cookie = pair.endsWith('=') ? '' : pair
    }
    return answer
  }

  const post: Browser['post'] = (path, value, headers = {}) =>
    keep(
      send(path, {
        method: 'POST',
        headers: { ...own(), 'content-type': 'application/json', ...headers },
        body: JSON.stringify(value) ?? '',
      }),
    )

  return {
    post,
    get: (path, headers = {}) => keep(send(path, { headers: { ...own(), ...headers } })),
    async call(method, input) {
      const { status, body } = await post(`/api/rpc/${method}`, input)
      if (status !== 200) throw new Error(`${method}: ${status} ${body.toString()}`)
      return JSON.parse(body.toString()) as never
    },
    events: (after) =>
      readEvents(new URL('/api/events', url), {
        ...own(),
        ...(after === undefined ? {} : { 'last-event-id': after }),
      }),
    get cookie() {
      return cookie
    },
  }
}

/** A browser that came in by the server's link. */
export async function openByLink(server: TestServer): Promise<Browser> {
  const browser = newBrowser(server)
  await browser.get(server.nextLinks.at(-1) ?? server.console?.link ?? '')
  return browser
}

/** A browser in which somebody logged in. */
export async function openByLogin(
  server: Pick<TestServer, 'url' | 'send'>,
  { username, password }: Credentials,
): Promise<Browser> {
  const browser = newBrowser(server)
  await browser.post('/api/login', { user: username, password })
  return browser
}

/** Whether a server-sent event is a console event of this type that fits. */
export function isEvent<T extends ConsoleEvent['type']>(
  type: T,
  fits: (event: Extract<ConsoleEvent, { type: T }>) => boolean = () => true,
): (sent: ServerSent) => boolean {
  return ({ type: kind, data }) => {
    const event = JSON.parse(data) as ConsoleEvent
    return kind === 'message' && event.type === type && fits(event as never)
  }
}

/** A ControlFailure with the status that carried it. */
export function refusal({ status, body }: Answer): readonly [status: number, code: string] {
  const { code, message } = JSON.parse(body.toString()) as { code: string; message: string }
  if (!/\w/.test(message)) throw new Error('a refusal without a word')
  return [status, code]
}
