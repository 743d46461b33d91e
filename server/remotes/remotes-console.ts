import { ControlError } from '../control/control-error.ts'
import type { ImportedRemotes, RemoteKind, SavedRemote } from '../control/remotes-contract.ts'
import type { HostRemotes } from '../control/remotes.ts'
import { SecretsError } from '../secrets/secrets-error.ts'
import { passwordLogin, tokenLogin, type Login } from '../sync/remote-login.ts'
import { checkRemote } from './check-remote.ts'
import type { DockerAccount } from './docker-logins.ts'
import { AddressError, parseRemoteAddress } from './remote-address.ts'
import { RemotesError, type Remotes } from './remotes.ts'

export interface RemotesConsoleParts {
  readonly remotes: Remotes
  readonly docker: DockerAccount
  /** What we call ourselves. */
  readonly agent: string
}

/** Other registries for the console: every failure is a ControlError. */
export function remotesConsole({ remotes, docker, agent }: RemotesConsoleParts): HostRemotes {
  async function save(wanted: Parameters<HostRemotes['save']>[0]): Promise<SavedRemote> {
    const name = wanted.name ?? (await freeName(remotes, wanted.url))
    const before = await remotes.get(name)
    if (before && !wanted.replace) {
      throw new ControlError('CONFLICT', `There is a registry named ${name} already.`, 'name')
    }
    checkSecret(wanted, before)
    return await remotes.save({ ...wanted, name })
  }

  async function importOne(server: string): Promise<string> {
    const held = await docker.get(server)
    if (!held) throw new ControlError('NOT_FOUND', 'Docker has no login for it any more.')
    const { kind, user, secret } = held
    const saved = await save({ url: server, kind, user, secret })
    return saved.name
  }

  return {
    list: () => told(() => remotes.list()),
    check: ({ name }, signal) =>
      told(async () => {
        const remote = await remotes.get(name)
        if (!remote) throw new ControlError('NOT_FOUND', `There is no registry named ${name}.`)
        const login = await remotes.loginOf(name)
        const check = await checkRemote({
          address: parseRemoteAddress(remote.url),
          login,
          agent,
          signal,
        })
        await remotes.noteCheck(name, check)
        return check
      }),
    test: (wanted, signal) =>
      told(async () => {
        checkSecret(wanted, undefined)
        return await checkRemote({
          address: parseRemoteAddress(wanted.url),
          login: loginFrom(wanted),
          agent,
          signal,
        })
      }),
    save: (wanted) => told(() => save(wanted)),
    delete: ({ name }) => told(async () => void (await remotes.delete(name))),
    importable: () => told(() => docker.list()),
    import: ({ servers }) =>
      told(async () => {
        const saved: string[] = []
        const failed: ImportedRemotes['failed'][number][] = []
        for (const server of servers) {
          await told(() => importOne(server)).then(
            (name) => saved.push(name),
            (error: Error) => failed.push({ server, message: error.message }),
          )
        }
        return { saved, failed }
      }),
  }
}

interface Wanted {
  readonly url: string
  readonly kind: RemoteKind
  readonly user?: string | undefined
  readonly secret?: string | undefined
}

function loginFrom({ kind, user = '', secret = '' }: Wanted): Login | undefined {
  if (kind === 'none') return undefined
  return kind === 'token' ? tokenLogin(secret) : passwordLogin(user, secret)
}

/** What is kept is told to nobody but the registry for which it was entered. */
function checkSecret(wanted: Wanted, before: SavedRemote | undefined): void {
  const { kind, user, secret, url } = wanted
  if (kind === 'password' && !user) {
    throw new ControlError('INVALID_INPUT', 'A password needs the user whose it is.', 'user')
  }
  if (kind === 'none' || secret !== undefined) return
  const isSame =
    before?.kind === kind &&
    before.user === (kind === 'password' ? user : undefined) &&
    parseRemoteAddress(before.url).base.href === parseRemoteAddress(url).base.href
  if (isSame) return
  const what = kind === 'token' ? 'token' : 'password'
  const why = before
    ? `Enter the ${what} again: address or user has changed.`
    : `Enter the ${what}.`
  throw new ControlError('INVALID_INPUT', why, 'secret')
}

/** The first part of its host, with a number where that is taken. */
async function freeName(remotes: Remotes, url: string): Promise<string> {
  const { hostname } = parseRemoteAddress(url).base
  const isAddress = /^[\d.]+$|:/.test(hostname)
  const first = (isAddress ? hostname : hostname.split('.', 1)[0]) ?? ''
  const plain = first
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 36)
  const name = plain || 'registry'
  const taken = new Set((await remotes.list()).remotes.map((remote) => remote.name))
  for (let at = 1; ; at++) {
    const next = at === 1 ? name : `${name}-${at}`
    if (!taken.has(next)) return next
  }
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw controlErrorFor(error)
  }
}

const FIELDS = { NAME_INVALID: 'name', USER_MISSING: 'user', NO_SECRET: 'secret' } as const

function controlErrorFor(error: unknown): unknown {
  const options = { cause: error }
  if (error instanceof AddressError)
    return new ControlError('INVALID_INPUT', error.message, 'url', options)
  if (error instanceof RemotesError) {
    if (error.code === 'NOT_FOUND')
      return new ControlError('NOT_FOUND', error.message, undefined, options)
    return new ControlError('INVALID_INPUT', error.message, FIELDS[error.code], options)
  }
  if (error instanceof SecretsError) {
    return new ControlError('UNAVAILABLE', `${error.reason} ${error.remedy}`, undefined, options)
  }
  // A file that cannot be written, a helper that fails: each says what to do.
  const isOurs = error instanceof ControlError || (error as Error).name === 'AbortError'
  if (isOurs || !(error instanceof Error) || error.constructor !== Error) return error
  return new ControlError('UNAVAILABLE', error.message, undefined, options)
}
