import pkg from '../../package.json' with { type: 'json' }
import { ownConfigFolder } from '../config/data-folder.ts'
import { AddressError, parseRemoteAddress, type RemoteAddress } from '../remotes/remote-address.ts'
import { openRemotes, type Remotes } from '../remotes/remotes.ts'
import { keepSecrets } from '../secrets/secrets-keeper.ts'
import { RemoteError } from '../sync/remote-error.ts'
import { passwordLogin, type Login } from '../sync/remote-login.ts'
import { openRemote, type Remote } from '../sync/remote.ts'
import { UsageError, type CommandIo } from './command.ts'
import { loginPassword, readPassword } from './password.ts'

/** For `parseArgs`. */
export const TARGET_OPTIONS = {
  user: { type: 'string' },
  'password-stdin': { type: 'boolean' },
} as const

export interface TargetOptions {
  readonly user?: string | undefined
  readonly 'password-stdin'?: boolean | undefined
}

export interface Target {
  readonly address: RemoteAddress
  readonly remote: Remote
  /** Its saved name, else its address. */
  readonly name: string
}

/** Registries that are saved, for one command. */
export async function withRemotes<T>(
  { env }: CommandIo,
  work: (remotes: Remotes) => Promise<T>,
): Promise<T> {
  const folder = ownConfigFolder(process.platform, env)
  const secrets = keepSecrets({ folder, env })
  try {
    return await work(openRemotes({ folder, secrets }))
  } finally {
    secrets.close()
  }
}

/** @throws UsageError, RemoteError, or what keeps its login from being read */
export async function openTarget(
  text: string,
  options: TargetOptions,
  io: CommandIo,
): Promise<Target> {
  const { url, login } = await lookUp(text, options, io)
  const address = addressIn(url)
  const remote = openRemote({ url: address.base, login, agent: `berth/${pkg.version}` })
  try {
    await remote.greet()
    return { address, remote, name: text }
  } catch (error) {
    remote.close()
    const isUnknown = error instanceof RemoteError && error.status === 401 && !login
    throw isUnknown ? new Error(`${error.message}: use --user NAME`, { cause: error }) : error
  }
}

/** A name that is saved comes first; whoever means an address of that name writes `http://`. */
async function lookUp(
  text: string,
  options: TargetOptions,
  io: CommandIo,
): Promise<{ readonly url: string; readonly login: Login | undefined }> {
  const given = await loginFrom(options, io)
  if (/[/:]/.test(text)) return { url: text, login: given }
  return await withRemotes(io, async (remotes) => {
    const saved = await remotes.get(text)
    if (!saved) return { url: text, login: given }
    await remotes.noteUse(text)
    return { url: saved.url, login: given ?? (await remotes.loginOf(text)) }
  })
}

function addressIn(text: string): RemoteAddress {
  try {
    return parseRemoteAddress(text)
  } catch (error) {
    throw error instanceof AddressError ? new UsageError(`${text}: ${error.message}`) : error
  }
}

async function loginFrom(options: TargetOptions, io: CommandIo): Promise<Login | undefined> {
  const { user, 'password-stdin': fromStdin = false } = options
  if (user === undefined) {
    if (fromStdin) throw new UsageError('--password-stdin needs --user')
    return undefined
  }
  return passwordLogin(user, await passwordOf(user, fromStdin, io))
}

/** From standard input where that is said, else from BERTH_PASSWORD, else from the person. */
export async function passwordOf(user: string, fromStdin: boolean, io: CommandIo): Promise<string> {
  return fromStdin ? await readPassword(user, true, io) : await loginPassword(user, io)
}
