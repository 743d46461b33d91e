import { checkHeaderName } from './header-name.ts'
import type { EndpointConfig, NotificationsConfig } from './config.ts'
import { longestTimer, seconds } from './duration.ts'
import { below, isWritten, problem, type Spot } from './report.ts'
import type { Checked } from './leaves.ts'
import type { Read } from './schema.ts'
import { boolean, duration, integer, oneOf, secret, text } from './leaves.ts'
import { list, map, section } from './schema.ts'

const actions = oneOf('push', 'pull', 'mount', 'delete')

/** `notifications`, as in every version of Distribution; `format` of an endpoint is Berth's own. */
export const notificationKeys = section({
  events: section({ includereferences: boolean() }),
  endpoints: list(
    section({
      name: text(),
      disabled: boolean(),
      // No secret, but people put a login into it.
      url: secret(checkUrl),
      headers: map(list(secret(checkHeaderValue)), checkHeaderName),
      timeout: duration(),
      threshold: integer(0),
      backoff: duration(),
      ignoredmediatypes: list(text()),
      ignore: section({ mediatypes: list(text()), actions: list(actions) }),
      format: oneOf('distribution', 'cloudevents'),
    }),
  ),
})

type Settings = Read<typeof notificationKeys>
type Endpoint = Settings['endpoints'][number]

/** The section `notifications` with its defaults, which are Distribution's. `spot` is that section. */
export function notificationsConfig(
  { events, endpoints }: Settings,
  spot: Spot,
): NotificationsConfig {
  const built = endpoints.flatMap((endpoint, index) =>
    endpointConfig(endpoint, below(spot, 'endpoints', String(index))),
  )
  for (const [index, { name }] of built.entries()) {
    if (built.findIndex((other) => other.name === name) === index) continue
    const message = `there is another endpoint "${name}"; give each a name of its own`
    problem(below(spot, 'endpoints'), message)
  }
  return { includeReferences: events.includereferences ?? false, endpoints: built }
}

function endpointConfig(endpoint: Endpoint, spot: Spot): readonly EndpointConfig[] {
  const { name, disabled = false, url, headers, ignore, ignoredmediatypes, format } = endpoint
  if (url === undefined) {
    const missing = below(spot, 'url')
    if (!disabled && !isWritten(missing)) problem(missing, 'missing; events are sent there')
    return []
  }
  return [
    {
      name: name ?? url.host,
      disabled,
      url: withoutLogin(url),
      headers: { ...loginOf(url), ...headers },
      timeout: fitting(endpoint.timeout ?? 1 * seconds),
      threshold: Math.max(1, endpoint.threshold ?? 10),
      backoff: fitting(endpoint.backoff ?? 1 * seconds),
      ignoredMediaTypes: [...ignoredmediatypes, ...ignore.mediatypes],
      ignoredActions: ignore.actions,
      format: format ?? 'distribution',
    },
  ]
}

const fitting = (time: number): number => Math.min(Math.max(time, 1), longestTimer)

/** A login in a URL is sent as any other client does; the address itself may then be shown. */
function loginOf({ username, password }: URL): Readonly<Record<string, readonly string[]>> {
  if (username === '' && password === '') return {}
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { Authorization: [`Basic ${Buffer.from(login).toString('base64')}`] }
}

function withoutLogin(url: URL): URL {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare
}

function checkUrl(text: string): Checked<URL> {
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined
  return url ? { value: url } : { wrong: 'not a URL, allowed: such as https://example.com/events' }
}

function checkHeaderValue(text: string): Checked<string> {
  const isPrintable = /^[\t\x20-\x7e\x80-\xff]*$/.test(text)
  return isPrintable ? { value: text } : { wrong: 'allowed: printable characters' }
}
