import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { DockerLogin, DockerLogins } from '../control/remotes-contract.ts'
import { credentialHelper, type HeldLogin } from './credential-helper.ts'

/** The logins of Docker on this machine, of the person who runs Berth. */
export interface DockerAccount {
  /** Registries and users, nothing secret. */
  list(): Promise<DockerLogins>
  /** Undefined where there is none. @throws Error that says why it cannot be had */
  get(server: string): Promise<DockerSecret | undefined>
}

export type DockerSecret = HeldLogin & { readonly kind: 'password' | 'token' }

/** The user by which Docker knows an identity token. */
const TOKEN_USER = '<token>'

interface Entry {
  readonly auth?: unknown
  readonly username?: unknown
  readonly password?: unknown
  readonly identitytoken?: unknown
}

interface DockerConfig {
  readonly auths: Readonly<Record<string, Entry>>
  readonly credsStore: string | undefined
  readonly credHelpers: Readonly<Record<string, string>>
}

/** @param env for `DOCKER_CONFIG`, `HOME` and `PATH` */
export function openDockerAccount(env: NodeJS.ProcessEnv): DockerAccount {
  const home = env['HOME'] || env['USERPROFILE'] || homedir()
  const file = join(env['DOCKER_CONFIG'] || join(home, '.docker'), 'config.json')

  return {
    async list() {
      const troubles: string[] = []
      const config = await readConfig(file).catch((error: Error) => {
        troubles.push(error.message)
        return NONE
      })
      const logins = new Map<string, DockerLogin>()
      const add = (login: DockerLogin): void => void logins.set(login.server, login)
      for (const held of heldIn(config)) add(held)
      for (const name of helpersIn(config)) {
        await listHelper(config, name, env).then(
          (found) => found.forEach(add),
          (error: Error) => void troubles.push(error.message),
        )
      }
      const sorted = [...logins.values()].toSorted((a, b) => (a.server < b.server ? -1 : 1))
      return { file, logins: sorted, troubles }
    },
    async get(server) {
      const config = await readConfig(file)
      const name = helperOf(config, server)
      const held = name === undefined ? undefined : await credentialHelper(name, env).get(server)
      if (held) return secretOf(held)
      return secretIn(config.auths[server])
    },
  }
}

const NONE: DockerConfig = { auths: {}, credsStore: undefined, credHelpers: {} }

async function readConfig(file: string): Promise<DockerConfig> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw new Error(`${file} cannot be read: ${error.code}`, { cause: error })
  })
  return { ...NONE, ...configIn(file, text) }
}

function configIn(file: string, text: string): Partial<DockerConfig> {
  let found: Record<string, unknown>
  try {
    found = Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    // What is wrong with it may quote a password.
    throw new Error(`${file} is not understood`)
  }
  const { auths, credsStore, credHelpers } = found
  return {
    auths: Object(auths ?? {}) as DockerConfig['auths'],
    ...(typeof credsStore === 'string' && credsStore !== '' && { credsStore }),
    credHelpers: Object(credHelpers ?? {}) as DockerConfig['credHelpers'],
  }
}

function heldIn({ auths }: DockerConfig): readonly DockerLogin[] {
  return Object.entries(auths).flatMap(([server, entry]) => {
    const found = secretIn(entry)
    return found ? [{ server, ...(found.kind === 'password' && { user: found.user }) }] : []
  })
}

function secretIn(entry: Entry | undefined): DockerSecret | undefined {
  const { auth, username, password, identitytoken } = Object(entry) as Entry
  const decoded = typeof auth === 'string' ? Buffer.from(auth, 'base64').toString() : ''
  const [, user = text(username), secret = text(password)] = /^([^:]*):([^]*)$/.exec(decoded) ?? []
  const token = text(identitytoken)
  if (token !== '') return { kind: 'token', user, secret: token }
  // Docker pads what it writes with NUL.
  const plain = secret.replace(/\0+$/, '')
  return user === '' || plain === '' ? undefined : secretOf({ user, secret: plain })
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function secretOf({ user, secret }: HeldLogin): DockerSecret {
  return { kind: user === TOKEN_USER ? 'token' : 'password', user, secret }
}

const helperOf = ({ credHelpers, credsStore }: DockerConfig, server: string): string | undefined =>
  credHelpers[server] ?? credsStore

function helpersIn({ credHelpers, credsStore }: DockerConfig): ReadonlySet<string> {
  return new Set([...Object.values(credHelpers), ...(credsStore === undefined ? [] : [credsStore])])
}

/** What it is asked for; a helper may keep other things than logins of Docker's. */
async function listHelper(
  config: DockerConfig,
  name: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly DockerLogin[]> {
  const users = await credentialHelper(name, env).list()
  return Object.entries(users)
    .filter(([server]) => helperOf(config, server) === name)
    .map(([server, user]) => ({
      server,
      ...(user !== TOKEN_USER && user !== '' && { user }),
      helper: name,
    }))
}
