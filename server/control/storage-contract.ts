import { nothing, object, oneOf, optional, secretText, text } from './check.ts'
import { read, write } from './method.ts'

/**
 * Where images live, and what opens it; a part of the contract. Secrets go in and never come out. All
 * are FORBIDDEN on a host whose settings lie elsewhere.
 */

/** A place for images. */
export type StoragePlace =
  | { readonly kind: 'filesystem'; readonly folder: string }
  | { readonly kind: 'inmemory' }
  | AzurePlace

export interface AzurePlace {
  readonly kind: 'azure'
  readonly account: string
  readonly container: string
  /** Address of the account's blob service. */
  readonly endpoint: string
  /** What stands before `docker/registry/v2` in the names of blobs; may be empty. */
  readonly root: string
  /** Where its credential is: in the file or a variable, in what Berth keeps, or what the machine has. */
  readonly credential: 'written' | 'kept' | 'machine'
}

export interface StorageView {
  /** Absent while the registry could not be started. */
  readonly inUse?: StoragePlace
  /** What the configuration says now; counts after a restart where it is another. */
  readonly chosen: StoragePlace
  readonly needsRestart: boolean
  /** What precedes the file, such as `--data`: then nothing can be chosen here. */
  readonly fixedBy?: string
  /** Where a new credential would be kept; `memory`: nowhere that lasts, so none is taken. */
  readonly keeps: 'keychain' | 'file' | 'memory'
  /** Why it is no better place, and what to do about it. */
  readonly notices: readonly string[]
  readonly credentials: readonly StoredCredential[]
}

/** A credential that Berth keeps, without its value. */
export interface StoredCredential {
  readonly account: string
  readonly container: string
  readonly kind: 'account-key' | 'sas' | 'entra'
  /** Who signed in to Microsoft Entra. */
  readonly user?: string
  /** `variable`: set from outside, and changed there. */
  readonly source: 'console' | 'variable'
  readonly savedAt?: number
  /** The registry that runs was opened with it, or the configuration asks for it. */
  readonly use: 'in-use' | 'after-restart' | 'unused'
  /** Of a SAS. */
  readonly expiresAt?: number
  /** Of a SAS, as words: read, write… */
  readonly permissions?: readonly string[]
  /** The last time that it was tried, since Berth started. */
  readonly lastCheck?: CredentialCheck
}

export interface CredentialCheck {
  readonly at: number
  readonly works: boolean
  /** Why not, and what to do. */
  readonly reason?: string
}

/** A sign-in to Microsoft Entra; while it waits by code, with what to enter and where. */
export type SignInView =
  | { readonly state: 'none' }
  | { readonly state: 'waiting'; readonly url?: string; readonly code?: string }
  | { readonly state: 'done'; readonly user: string }
  | { readonly state: 'failed'; readonly message: string }

/** What is found where images shall live. */
export interface FolderLook {
  readonly state:
    | 'relative'
    | 'absent'
    | 'empty'
    /** Images of Berth or of another registry. */
    | 'registry'
    | 'other'
    | 'not-a-folder'
    | 'not-writable'
    | 'in-use-by-berth'
  /** The folder that would be used: the one that holds `docker/registry/v2`. */
  readonly folder: string
  /** It is another than what was asked, which lies inside or above it. */
  readonly corrected?: boolean
  /** Of a registry; at least that many where `more` says so. */
  readonly repositories?: number
  readonly more?: boolean
  readonly freeBytes?: number
}

/** What a text is that somebody pasted. */
export interface PasteReading {
  readonly kind:
    | 'account-key'
    | 'connection-string'
    | 'sas'
    | 'sas-url'
    /** An address without a credential. */
    | 'container-url'
    | 'unknown'
  readonly account?: string
  /** Absent where it is the usual one of the account. */
  readonly endpoint?: string
  readonly container?: string
  /** Of a SAS, as words. */
  readonly permissions?: readonly string[]
  readonly startsAt?: number
  readonly expiresAt?: number
  /** What has to be given besides. */
  readonly missing: readonly ('account' | 'container' | 'credential')[]
  /** What is wrong with it, and what to do; never holds any of it. */
  readonly problems: readonly string[]
}

export type StorageTest =
  | {
      readonly works: true
      readonly holds: 'nothing' | 'images' | 'other'
      /** Of images; at least that many where `more` says so. */
      readonly repositories?: number
      readonly more?: boolean
      readonly expiresAt?: number
    }
  | {
      readonly works: false
      readonly why: 'container-missing' | 'old-layout' | 'refused'
      /** For a person: what is wrong and what to do. */
      readonly message: string
    }

export interface ContainerList {
  readonly names: readonly string[]
  /** There are more than are listed. */
  readonly more: boolean
}

/**
 * `kept`: what Berth keeps for that container; `machine`: a managed identity, or the Azure CLI's login;
 * `sign-in`: who signed in by `storage.signIn` last.
 */
const access = {
  account: text(100),
  endpoint: optional(text(1_000)),
  secret: optional(secretText(16_384)),
  use: optional(oneOf('kept', 'machine', 'sign-in')),
}
const container = text(100)
const place = { ...access, container, root: optional(text(500, 0)) }

export const STORAGE_METHODS = {
  'storage.get': read<StorageView>()(nothing),
  'storage.look': read<FolderLook>()(object({ folder: text(4_000) })),
  'storage.readPaste': read<PasteReading>()(object({ secret: secretText(16_384) })),
  /** UNAVAILABLE says why they cannot be listed. */
  'storage.containers': read<ContainerList>()(
    object({ ...access, container: optional(container) }),
  ),
  'storage.createContainer': write<void>()(object({ ...access, container })),
  /** Begins anew; `browser` is one on the machine of the registry. */
  'storage.signIn': write<SignInView>()(
    object({ how: oneOf('browser', 'device-code'), tenant: optional(text(100)) }),
  ),
  'storage.signInStatus': read<SignInView>()(nothing),
  'storage.endSignIn': write<SignInView>()(nothing),
  /** Writes, reads and deletes a small blob. */
  'storage.test': write<StorageTest>()(object(place)),
  'storage.chooseFolder': write<StorageView>()(object({ folder: text(4_000) })),
  /** Tries it first; CONFLICT says what is wrong, and then nothing was changed. */
  'storage.chooseAzure': write<StorageView>()(object(place)),
  /** Tries it first, as `storage.chooseAzure`. */
  'storage.replaceCredential': write<StorageView>()(
    object({ account: text(100), container, secret: secretText(16_384) }),
  ),
  /** Tries what is kept. */
  'storage.checkCredential': write<StorageView>()(object({ account: text(100), container })),
  /** CONFLICT while the registry, or the configuration, needs it. */
  'storage.forgetCredential': write<StorageView>()(object({ account: text(100), container })),
} as const
