import { flag, list, nothing, object, oneOf, optional, secretText, text } from './check.ts'
import { read, write } from './method.ts'

/** Other registries that Berth knows, and how it logs in there. What it logs in with never comes here. */

/** How it logs in. */
export const REMOTE_KINDS = ['none', 'password', 'token'] as const

export type RemoteKind = (typeof REMOTE_KINDS)[number]

export type RemoteOutcome =
  /** May pull and push. */
  | 'works'
  | 'read-only'
  /** Lets everybody pull; there is no login to push with. */
  | 'anonymous-read-only'
  | 'refused'
  | 'not-a-registry'
  | 'unreachable'

/** What came of asking a registry. */
export interface RemoteCheck {
  readonly at: number
  readonly outcome: RemoteOutcome
  /** For a person. */
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
  /** What the registry is, as far as it tells, such as `Azure Container Registry`. */
  readonly product?: string
}

export interface SavedRemote {
  readonly name: string
  /** With the path below which its repositories are used, if any. */
  readonly url: string
  readonly kind: RemoteKind
  readonly user?: string
  readonly savedAt: number
  readonly lastUsedAt?: number
  readonly lastCheck?: RemoteCheck
  /** When what it logs in with ends, where that can be told. */
  readonly expiresAt?: number
}

export interface RemotesView {
  /** By name. */
  readonly remotes: readonly SavedRemote[]
  /** What was wrong with the file in which they are kept, and what became of it. */
  readonly trouble?: string
}

/** A login that Docker has. */
export interface DockerLogin {
  /** As Docker names the registry. */
  readonly server: string
  readonly user?: string
  /** The program that keeps it; absent where Docker keeps it in its configuration. */
  readonly helper?: string
}

export interface DockerLogins {
  /** Docker's configuration. */
  readonly file: string
  readonly logins: readonly DockerLogin[]
  /** What could not be asked, and why. */
  readonly troubles: readonly string[]
}

export interface ImportedRemotes {
  /** The names that they have here. */
  readonly saved: readonly string[]
  readonly failed: readonly { readonly server: string; readonly message: string }[]
}

const name = text(40)
const login = {
  url: text(500),
  kind: oneOf(...REMOTE_KINDS),
  user: optional(text(255)),
  secret: optional(secretText(16_384)),
}

export const REMOTES_METHODS = {
  'remotes.list': read<RemotesView>()(nothing),
  /** Of one that is saved; what came of it is kept with it. */
  'remotes.check': write<RemoteCheck>()(object({ name })),
  /** Of one that is not saved, or not yet. */
  'remotes.test': write<RemoteCheck>()(object(login)),
  /**
   * Without a name it gets one of its address; CONFLICT where there is one of that name and `replace` is
   * not set. Without a secret the one that is kept counts further, as long as address and user stay.
   */
  'remotes.save': write<SavedRemote>()(
    object({ name: optional(name), replace: optional(flag), ...login }),
  ),
  /** Its secret goes too. */
  'remotes.delete': write<void>()(object({ name })),
  'remotes.importable': read<DockerLogins>()(nothing),
  'remotes.import': write<ImportedRemotes>()(object({ servers: list(text(500), 100) })),
} as const
