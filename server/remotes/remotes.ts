import { join } from 'node:path'
import type {
  RemoteCheck,
  RemoteKind,
  RemotesView,
  SavedRemote,
} from '../control/remotes-contract.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import { passwordLogin, tokenLogin, type Login } from '../sync/remote-login.ts'
import { expiryOf } from './expiry.ts'
import { parseRemoteAddress } from './remote-address.ts'
import { openRemotesFile } from './remotes-file.ts'

/** Other registries that Berth knows: all but the secret in `remotes.json`, the secret where secrets are. */
export interface Remotes {
  list(): Promise<RemotesView>
  get(name: string): Promise<SavedRemote | undefined>
  /** In place of an older one. @throws AddressError, RemotesError, SecretsError */
  save(remote: NewRemote): Promise<SavedRemote>
  /** With its secret. @returns whether there was one */
  delete(name: string): Promise<boolean>
  /** Undefined where it takes everybody. @throws RemotesError NOT_FOUND or NO_SECRET, SecretsError */
  loginOf(name: string): Promise<Login | undefined>
  /** It was used just now. */
  noteUse(name: string): Promise<void>
  noteCheck(name: string, check: RemoteCheck): Promise<void>
}

export interface NewRemote {
  readonly name: string
  readonly url: string
  readonly kind: RemoteKind
  readonly user?: string | undefined
  /** Unless given, the one that is kept counts further. */
  readonly secret?: string | undefined
}

export interface RemotesParts {
  /** Berth's configuration folder. */
  readonly folder: string
  readonly secrets: { open(): Promise<SecretStore> }
}

/** A registry that cannot be used, or kept, as asked; the message says what to do. */
export class RemotesError extends Error {
  override readonly name = 'RemotesError'
  readonly code: 'NOT_FOUND' | 'NO_SECRET' | 'NAME_INVALID' | 'USER_MISSING'

  constructor(code: RemotesError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** As the name of its secret allows. */
const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?$/

/** Milliseconds in which one note of a use does for several. */
const NOTE_INTERVAL = 60_000

export function openRemotes({ folder, secrets }: RemotesParts): Remotes {
  const file = openRemotesFile(join(folder, 'remotes.json'))

  const get = async (name: string): Promise<SavedRemote | undefined> =>
    (await file.read()).find((remote) => remote.name === name)

  async function change(name: string, more: Partial<SavedRemote>): Promise<void> {
    await file.change((old) => old.map((one) => (one.name === name ? { ...one, ...more } : one)))
  }

  async function keepSecret({ name, kind, secret }: NewRemote): Promise<void> {
    const store = await secrets.open()
    if (kind === 'none') await store.delete(secretName(name))
    else if (secret !== undefined) await store.set(secretName(name), secret)
  }

  return {
    get,
    async list() {
      const remotes = await file.read()
      return { remotes, ...(file.trouble !== undefined && { trouble: file.trouble }) }
    },
    async save(wanted) {
      const before = await get(wanted.name)
      const remote = remoteFrom(wanted, before)
      // A secret without its registry does less harm than the other way round.
      await keepSecret(wanted)
      await file.change((old) => [...old.filter(({ name }) => name !== remote.name), remote])
      return remote
    },
    async delete(name) {
      const had = (await get(name)) !== undefined
      await (await secrets.open()).delete(secretName(name))
      if (had) await file.change((old) => old.filter((remote) => remote.name !== name))
      return had
    },
    async loginOf(name) {
      const remote = await get(name)
      if (!remote) throw new RemotesError('NOT_FOUND', `There is no registry named ${name}.`)
      const { kind, user = '' } = remote
      if (kind === 'none') return undefined
      const secret = await (await secrets.open()).get(secretName(name))
      if (secret === undefined) throw secretMissing(remote)
      return kind === 'token' ? tokenLogin(secret) : passwordLogin(user, secret)
    },
    async noteUse(name) {
      const { lastUsedAt = 0 } = (await get(name)) ?? {}
      const at = Date.now()
      if (at - lastUsedAt > NOTE_INTERVAL) await change(name, { lastUsedAt: at })
    },
    noteCheck: (name, lastCheck) => change(name, { lastCheck }),
  }
}

const secretName = (name: string): string => `remote/${name}`

function secretMissing({ name, kind }: SavedRemote): RemotesError {
  const what = kind === 'token' ? 'token' : 'password'
  return new RemotesError(
    'NO_SECRET',
    `The ${what} of ${name} is not kept any more. Enter it again.`,
  )
}

/** What is known of the old one counts further as long as it is the same login. */
function remoteFrom(wanted: NewRemote, before: SavedRemote | undefined): SavedRemote {
  const { name, kind, user, secret } = wanted
  if (!NAME.test(name)) throw new RemotesError('NAME_INVALID', NAME_RULE)
  if (kind === 'password' && (user === undefined || user === '')) {
    throw new RemotesError('USER_MISSING', 'A password needs the user whose it is.')
  }
  const { url } = parseRemoteAddress(wanted.url)
  const isSame = secret === undefined && before?.url === url
  const expiresAt = secret === undefined ? before?.expiresAt : expiryOf(secret)
  return {
    name,
    url,
    kind,
    ...(kind === 'password' && user !== undefined && { user }),
    savedAt: Date.now(),
    ...(before?.lastUsedAt !== undefined && { lastUsedAt: before.lastUsedAt }),
    ...(isSame && before.lastCheck && { lastCheck: before.lastCheck }),
    ...(kind !== 'none' && expiresAt !== undefined && { expiresAt }),
  }
}

const NAME_RULE =
  'A name has 1 to 40 of the characters a-z 0-9 . _ -, with a letter or digit first and last.'
