import type { Asking } from './content.ts'
import { orLeft } from './or-left.ts'
import { createAccess } from './remote-access.ts'
import { RemoteError, type Answer } from './remote-error.ts'
import {
  createRemoteHttp,
  drop,
  expectStatus,
  type AskRemote,
  type Body,
  type RemoteHttp,
} from './remote-http.ts'
import type { Login } from './remote-login.ts'
import type { Scope } from './scope.ts'

/** The way into a registry: all that is asked of it goes through here, and is sent with what it wants. */
export interface Door {
  /** Whether it is a registry, and lets us in. @throws RemoteError */
  greet(asking?: Asking): Promise<void>
  readonly ask: AskRemote
  close(): void
}

export interface DoorParts {
  /** The address below which `v2/` lies; ends with a slash. */
  readonly url: URL
  readonly http: RemoteHttp
  readonly login?: Login | undefined
  readonly agent: string
}

/** No answer to the first request in that time is none, in milliseconds. */
const PATIENCE = 30_000

export function createDoor({ url, http, login, agent }: DoorParts): Door {
  // The registry may listen on a socket; its token service does not.
  const tokenHttp = createRemoteHttp()
  const access = createAccess({ url, login, agent, http: tokenHttp })
  let met: Promise<void> | undefined

  const hello = (authorization?: string): Promise<Answer> =>
    http.send({
      method: 'GET',
      url: new URL('v2/', url),
      headers: headersWith(agent, authorization),
      patience: PATIENCE,
    })

  /** It is asked first what it wants of us, since a body can be sent only once. */
  async function meet(): Promise<void> {
    const answer = await hello()
    if (answer.statusCode === 401) access.learn(challengeOf(answer))
    else await expectRegistry(url, answer)
    drop(answer)
  }

  const known = (asking: Asking = {}): Promise<void> => {
    met ??= meet().catch((error: unknown) => {
      met = undefined
      throw error
    })
    return orLeft(met, asking.signal)
  }

  /** @param send called with what to send as `Authorization`, up to twice */
  async function authorized(
    send: (authorization: string | undefined, isAgain: boolean) => Promise<Answer>,
    scope: Scope,
    asking: Asking,
  ): Promise<Answer> {
    const first = await access.authorization(scope, asking)
    const answer = await send(first, false)
    if (answer.statusCode !== 401) return answer
    drop(answer)
    const second = await access.instead(challengeOf(answer), scope, first, asking)
    const again = await send(second, true)
    if (again.statusCode !== 401) return again
    drop(again)
    throw access.refusal(challengeOf(again), scope)
  }

  return {
    async greet(asking = {}) {
      await known(asking)
      const answer = await authorized(hello, '', asking)
      await expectRegistry(url, answer)
      drop(answer)
    },
    async ask({ path, scope = '', ...request }) {
      await known(request)
      const at = new URL(path, url)
      const send = (authorization: string | undefined, isAgain: boolean) => {
        const headers = { ...headersWith(agent, authorization), ...request.headers }
        const body = isAgain ? repeated(url, request.body) : request.body
        return http.send({ ...request, ...(body && { body }), url: at, headers })
      }
      // Nobody else gets to know who we are, wherever the registry sends us.
      return at.origin === url.origin
        ? await authorized(send, scope, request)
        : await send(undefined, false)
    },
    close() {
      http.close()
      tokenHttp.close()
    },
  }
}

function headersWith(agent: string, authorization: string | undefined): Record<string, string> {
  return { 'User-Agent': agent, ...(authorization && { Authorization: authorization }) }
}

const challengeOf = ({ headers }: Answer): string => headers['www-authenticate'] ?? ''

/** The next request goes with what has been learned; whoever has the content can begin it anew. */
function repeated(url: URL, body: Body | undefined): Body | undefined {
  if (!body) return undefined
  if (body.again) return { ...body, content: body.again() }
  const why = 'it wants another login in the middle of an upload; try again'
  throw new RemoteError(url, why, { status: 401, kind: 'login-expired' })
}

async function expectRegistry(url: URL, answer: Answer): Promise<void> {
  const { statusCode = 0, headers } = answer
  const kind = 'not-a-registry'
  if (statusCode === 404)
    throw new RemoteError(url, 'there is no registry at this address', { kind, status: statusCode })
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
    throw new RemoteError(
      url,
      `it sends us to ${originOf(headers.location, url)}; use that address`,
      { kind, status: statusCode },
    )
  }
  await expectStatus(url, answer, 200)
}

const originOf = (location: string, url: URL): string =>
  URL.parse(location, url.href)?.origin ?? location
