import { join } from 'node:path'
import { temporaryFolder } from '../support/folder.ts'
import { writeHtpasswd, type Credentials } from '../support/htpasswd.ts'
import type { Answer, RequestOptions } from '../support/http-client.ts'
import { startTestServer, type TestServer, type Wishes } from './server.ts'

/** A registry with users and rules. */
export interface GuardedServer extends AsyncDisposable {
  readonly server: TestServer
  /** Asks as one of the users; undefined: without a login. */
  ask(user: string | undefined, target: string, options?: RequestOptions): Promise<Answer>
  /** The server as somebody finds it who is always logged in as this user. */
  as(user: string): TestServer
  readonly htpasswd: string
}

/** The user of that name, with a password that is right. */
export const userNamed = (username: string): Credentials => ({
  username,
  password: `password of ${username}`,
})

/** @param more the rest of `config.yml` */
export async function startGuarded(
  users: readonly string[],
  access: readonly object[],
  more: Readonly<Record<string, unknown>> = {},
  wishes: Wishes = {},
): Promise<GuardedServer> {
  const cleanUp = new AsyncDisposableStack()
  const { path } = cleanUp.use(await temporaryFolder('access'))
  const htpasswd = join(path, 'htpasswd')
  await writeHtpasswd(htpasswd, users.map(userNamed))
  const auth = { htpasswd: { realm: 'berth', path: htpasswd } }
  const server = cleanUp.use(
    await startTestServer({ ...wishes, config: { auth, access, ...more } }),
  )
  const ask: GuardedServer['ask'] = (user, target, options) =>
    server.send(target, { ...options, ...(user !== undefined && { login: userNamed(user) }) })
  return {
    server,
    ask,
    htpasswd,
    as: (user) => ({ ...server, send: (target, options) => ask(user, target, options) }),
    [Symbol.asyncDispose]: () => cleanUp.disposeAsync(),
  }
}
