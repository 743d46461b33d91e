import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { openByLogin, type Browser } from '../control/browser.ts'
import { temporaryFolder } from '../support/folder.ts'
import { send, type Answer } from '../support/http-client.ts'
import { asking, type Ask } from '../support/http-image.ts'
import { writeHtpasswd, type Credentials } from '../support/htpasswd.ts'
import { printedLink } from '../support/printed-link.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'
import { createClock, type Clock } from './clock.ts'
import { PEOPLE, type Person } from './story.ts'

/** A registry on the stage (see stage.ts). */
export interface StagedRegistry {
  readonly clock: Clock
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string
  /** The link to the console that was printed last; undefined where people log in. */
  readonly link: () => string | undefined
  /** The registry as this person's program talks to it. */
  readonly ask: (person: Person) => Ask
  /** The console, in which this person has just logged in. */
  readonly console: (person: Person) => Promise<Browser>
  /** What it says of this machine, and what a picture shows in its place. */
  readonly masks: Readonly<Record<string, string>>
}

export interface StageOptions {
  /** Whether people have to log in. */
  readonly users: boolean
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

const STAGE = pathToFileURL(join(import.meta.dirname, 'stage.ts')).href
/** For a line of the log, in milliseconds. */
const PATIENCE = 10_000

export const loginOf = (username: Person): Credentials => ({ username, password: `of ${username}` })

/** Starts it on a new folder; `cleanUp` ends it. */
export async function startStaged(
  cleanUp: AsyncDisposableStack,
  { users, startedAt }: StageOptions,
): Promise<StagedRegistry> {
  const { path } = cleanUp.use(await temporaryFolder('screenshots'))
  const clock = createClock(join(path, 'clock'), startedAt)
  const folder = join(path, 'registry')
  const htpasswd = join(path, 'htpasswd')
  const people = Object.keys(PEOPLE) as Person[]
  if (users) await writeHtpasswd(htpasswd, people.map(loginOf))
  const registry = cleanUp.use(
    await startRegistry({
      program: 'berth',
      folder,
      ...(users && { htpasswd }),
      env: { ...surroundingsIn(path), BERTH_STAGE_CLOCK: clock.file },
      extraConfig: { log: { accesslog: { disabled: false } } },
    }),
  )
  const { url, port } = registry
  return {
    clock,
    url,
    link: () => printedLink(registry.output()) || undefined,
    ask: (person) => askAs(person, registry),
    console: (person) =>
      openByLogin({ url, send: (target, options) => send(url + target, options) }, loginOf(person)),
    masks: {
      [folder]: '/srv/registry',
      [path]: '/srv',
      [`:${port}`]: ':5000',
      [`${port}`]: '5000',
    },
  }
}

/** Neither programs nor settings nor a keychain of whoever takes the pictures. */
function surroundingsIn(path: string): Readonly<Record<string, string>> {
  return {
    NODE_OPTIONS: `--import ${STAGE}`,
    PATH: join(path, 'bin'),
    HOME: join(path, 'home'),
    XDG_CONFIG_HOME: join(path, 'home/.config'),
    XDG_RUNTIME_DIR: join(path, 'run'),
    DOCKER_HOST: '',
    DOCKER_CONFIG: '',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
    BERTH_SECRETS_PASSPHRASE: 'of the stage',
  }
}

function askAs(person: Person, registry: RunningRegistry): Ask {
  const ask = asking(registry.url)
  return async (method, path, { headers, ...options } = {}) => {
    const answer = await ask(method, path, {
      ...options,
      login: loginOf(person),
      headers: { ...headers, 'User-Agent': PEOPLE[person] },
    })
    await untilLogged(answer, registry)
    return answer
  }
}

/** For the registry a request is over when it has logged it; only then the clock may go on. */
async function untilLogged({ headers }: Answer, registry: RunningRegistry): Promise<void> {
  const id = `id=${headers['x-request-id']}`
  const deadline = performance.now() + PATIENCE
  while (!registry.output().includes(id)) {
    if (performance.now() > deadline) throw new Error(`no line of the log has ${id}`)
    await turn()
  }
}
