import { AUDIT_METHODS } from './audit-contract.ts'
import { CARE_METHODS, type CareWork } from './care-contract.ts'
import { CARRY_METHODS } from './carry-contract.ts'
import { flag, integer, list, nothing, object, oneOf, optional, text } from './check.ts'
import { CONTENTS_METHODS } from './contents-contract.ts'
import { DOCTOR_METHODS } from './doctor-contract.ts'
import { ENGINES_METHODS } from './engines-contract.ts'
import { read, write, type Method } from './method.ts'
import { NOTIFICATIONS_METHODS } from './notifications-contract.ts'
import { REACH_METHODS } from './reach-contract.ts'
import { REMOTES_METHODS } from './remotes-contract.ts'
import { SETTINGS_METHODS } from './settings-contract.ts'
import { SETUP_METHODS } from './setup-contract.ts'
import { PEOPLE_METHODS } from './people-contract.ts'
import { STORAGE_METHODS } from './storage-contract.ts'
import { SYNC_METHODS, type SyncEvent } from './sync-contract.ts'
import type { ArtifactKind, Tag } from './tag.ts'

export type { Method } from './method.ts'
export type { ArtifactKind, Tag } from './tag.ts'

/**
 * All that the console and its host say to each other, over any transport: `METHODS` are asked and
 * answered, `ConsoleEvent`s come by themselves. The renderer imports only the types. Adding a method
 * edits this file, or the part of it that is about the same subject, and its service, nothing else.
 *
 * Times are milliseconds since 1970, sizes bytes. What is not known is absent, never 0.
 */

// ---- What is shown -------------------------------------------------------------------------------

export type Capability =
  /** The registry can be stopped and started from the console. */
  | 'start-stop'
  /** The registry can be started anew with changed settings. */
  | 'restart'
  /** Somebody logged in, and can log out. */
  | 'login'
  /** Settings can be changed. */
  | 'settings'
  /** It is an app on this machine, with a tray, notifications and a start at login. */
  | 'desktop'
  /** Other registries are kept, with what logs in there. */
  | 'remotes'

export interface Session {
  readonly version: string
  readonly capabilities: readonly Capability[]
  /** The access rules keep something from whoever asks; what is for those alone who may do all is closed. */
  readonly isLimited?: boolean
  readonly user?: string
}

export interface RegistryStatus {
  /** `stopping`: takes no more requests, and waits for those under way. */
  readonly state: 'running' | 'stopping' | 'stopped' | 'storage-away'
  readonly startedAt: number
  /** Where it listens, as URLs. */
  readonly addresses: readonly string[]
  /** The name by which an engine on this machine reaches it, such as `localhost:5000`. */
  readonly pushHost: string
  readonly storage: StorageStatus
  readonly login: 'none' | 'htpasswd'
  readonly readOnly: boolean
  readonly deleteEnabled: boolean
  readonly index: IndexStatus
  /** What needs a hand, the most urgent first. */
  readonly warnings: readonly Warning[]
}

export interface StorageStatus {
  readonly kind: 'filesystem' | 'azure' | 'inmemory'
  /** A folder, or container and account. */
  readonly place: string
  /** Bytes of all content that some repository refers to, each blob once; absent while they are counted. */
  readonly usedBytes?: number
  /** Bytes left on the disk. */
  readonly freeBytes?: number
}

export interface IndexStatus {
  /** While it builds, lists hold what is known so far. */
  readonly state: 'building' | 'ready'
  readonly repositories: number
  readonly tags: number
}

export interface Warning {
  readonly id:
    | 'not-started'
    | 'storage-away'
    | 'restart-failed'
    | 'disk-low'
    | 'open-to-network'
    | 'no-tls'
    | 'certificate-ends'
    | 'read-only'
    | 'sas-expires'
  readonly text: string
  /** What to do about it. */
  readonly hint: string
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Items that match, on all pages. */
  readonly total: number
}

export interface Repository {
  readonly name: string
  readonly tags: number
  /** Of all its content, each blob once. */
  readonly sizeBytes: number
  /** The part of it that other repositories have as well. */
  readonly sharedBytes: number
  readonly pushedAt?: number
  readonly pushedBy?: string
  readonly pulledAt?: number
}

export interface Image {
  readonly repository: string
  readonly digest: string
  readonly mediaType: string
  readonly kind: ArtifactKind
  /** Its own word for what it is, where it has one. */
  readonly artifactType?: string
  readonly sizeBytes: number
  /** Every tag that points to it. */
  readonly tags: readonly string[]
  readonly annotations: Readonly<Record<string, string>>
  readonly pushedAt?: number
  readonly pushedBy?: string
  readonly pulledAt?: number
  /** Of an index; one alone for an image. Without attestations. */
  readonly platforms: readonly PlatformImage[]
  readonly referrers: readonly Referrer[]
}

/** An image for one platform, or an artifact that is for none. */
export interface PlatformImage {
  readonly digest: string
  readonly mediaType: string
  readonly platform?: string
  readonly sizeBytes: number
  /** Absent when its manifest is not in this repository. */
  readonly layers?: readonly Layer[]
  readonly config?: ImageConfig
  readonly history: readonly HistoryStep[]
}

export interface Layer {
  readonly digest: string
  readonly mediaType: string
  readonly sizeBytes: number
  /** The step of the build that made it. */
  readonly command?: string
  /** The file's name, for artifacts that have it. */
  readonly title?: string
  /** Other manifests, of any repository, that have it too. */
  readonly sharedWith: number
}

export interface ImageConfig {
  readonly digest: string
  readonly createdAt?: number
  readonly author?: string
  readonly user?: string
  readonly workingDirectory?: string
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly environment: readonly string[]
  readonly ports: readonly string[]
  readonly volumes: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly stopSignal?: string
}

export interface HistoryStep {
  /** As a line of a Dockerfile, as far as it can be told. */
  readonly command: string
  readonly createdAt?: number
  readonly comment?: string
  /** Absent where the step made no layer. */
  readonly layerDigest?: string
  readonly sizeBytes?: number
}

export interface Referrer {
  readonly digest: string
  readonly kind: ArtifactKind
  readonly artifactType?: string
  readonly sizeBytes: number
  readonly annotations: Readonly<Record<string, string>>
}

export interface RawManifest {
  readonly digest: string
  readonly mediaType: string
  /** The very bytes, as text. */
  readonly text: string
}

export interface DeletePreview {
  /** Bytes that nothing refers to any more afterwards; they come back when space is collected. */
  readonly freesBytes: number
  /** Bytes that stay since other tags, or other repositories, have them too. */
  readonly staysBytes: number
  readonly tags: readonly {
    readonly tag: string
    readonly digest: string
    /** Tags that keep the image alive, if any. */
    readonly alsoTagged: readonly string[]
  }[]
}

export interface DeleteResult {
  readonly deleted: readonly string[]
  readonly failed: readonly { readonly tag: string; readonly message: string }[]
}

// ---- What happens --------------------------------------------------------------------------------

/** Bytes on their way, of one image or blob from or to one client. */
export interface Transfer {
  readonly id: string
  readonly direction: 'push' | 'pull'
  readonly repository: string
  readonly digest?: string
  /** Who logged in, and with what program. */
  readonly user?: string
  readonly agent?: string
  readonly remote: string
  readonly startedAt: number
  readonly bytes: number
  /** Absent where the client has not told. */
  readonly totalBytes?: number
  /** Bytes a second, over the last seconds. */
  readonly rate: number
}

/** Something that happened, for the history. */
export interface Activity {
  readonly id: number
  readonly at: number
  readonly action: 'push' | 'pull' | 'delete' | 'retag'
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
  /** Bytes that moved. */
  readonly bytes?: number
  readonly seconds?: number
  readonly user?: string
  readonly agent?: string
  readonly remote?: string
}

export interface LogLine {
  readonly id: number
  readonly at: number
  readonly level: 'error' | 'warn' | 'info' | 'debug'
  readonly message: string
  readonly fields: Readonly<Record<string, string>>
}

export type ConsoleEvent =
  | { readonly type: 'status'; readonly status: RegistryStatus }
  /** Lists that hold one of these repositories are out of date; none named: all are. */
  | { readonly type: 'repositories'; readonly names: readonly string[] }
  /** All that is moving now; empty when nothing is. A few times a second at most. */
  | { readonly type: 'transfers'; readonly transfers: readonly Transfer[] }
  | { readonly type: 'activity'; readonly activity: Activity }
  /** What is done with storage; without work: it is over, and `care.get` says what came of it. */
  | { readonly type: 'care'; readonly work?: CareWork }
  | { readonly type: 'log'; readonly lines: readonly LogLine[] }
  | SyncEvent

// ---- What can be asked ---------------------------------------------------------------------------

export type ControlErrorCode =
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'INTERNAL'
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'UNAUTHENTICATED'
  | 'UNAVAILABLE'
  | 'UNKNOWN_METHOD'

/** How every transport tells of a failure. */
export interface ControlFailure {
  readonly code: ControlErrorCode
  /** For a person. */
  readonly message: string
  /** Which part of the input, for INVALID_INPUT. */
  readonly field?: string
}

const page = {
  search: optional(text(200)),
  descending: optional(flag),
  offset: integer(0, 10_000_000),
  limit: integer(1, 500),
}
const name = text(255)
const tag = text(128)
const tagSelection = object({ repository: name, tags: list(tag, 1_000) })

export const METHODS = {
  'session.get': read<Session>()(nothing),
  'registry.status': read<RegistryStatus>()(nothing),
  'registry.start': write<RegistryStatus>()(nothing),
  'registry.stop': write<RegistryStatus>()(nothing),
  /**
   * Stops it, waiting for what is under way, and starts it with the settings of now; over HTTP it is
   * answered before. CONFLICT when the settings cannot be read.
   */
  'registry.restart': write<void>()(nothing),
  'repositories.list': read<Page<Repository>>()(
    object({ ...page, sort: oneOf('name', 'size', 'tags', 'pushed') }),
  ),
  'repositories.get': read<Repository>()(object({ repository: name })),
  'tags.list': read<Page<Tag>>()(
    object({ ...page, repository: name, sort: oneOf('name', 'size', 'pushed') }),
  ),
  'tags.previewDelete': read<DeletePreview>()(tagSelection),
  'tags.delete': write<DeleteResult>()(tagSelection),
  /** Gives what `from`, a tag or digest, names another tag; CONFLICT where there is one already and `replace` is not set. */
  'tags.add': write<Tag>()(
    object({ repository: name, from: text(200), tag, replace: optional(flag) }),
  ),
  'images.get': read<Image>()(object({ repository: name, reference: text(200) })),
  'manifests.raw': read<RawManifest>()(object({ repository: name, digest: text(200) })),
  'transfers.list': read<readonly Transfer[]>()(nothing),
  /** The newest first. */
  'activity.list': read<readonly Activity[]>()(
    object({
      limit: integer(1, 500),
      before: optional(integer(1, Number.MAX_SAFE_INTEGER)),
      search: optional(text(200)),
    }),
  ),
  /** The newest last. */
  'logs.list': read<readonly LogLine[]>()(object({ limit: integer(1, 2_000) })),
  ...AUDIT_METHODS,
  ...NOTIFICATIONS_METHODS,
  ...CONTENTS_METHODS,
  ...CARRY_METHODS,
  ...ENGINES_METHODS,
  ...DOCTOR_METHODS,
  ...CARE_METHODS,
  ...SETTINGS_METHODS,
  ...PEOPLE_METHODS,
  ...SETUP_METHODS,
  ...REACH_METHODS,
  ...REMOTES_METHODS,
  ...STORAGE_METHODS,
  ...SYNC_METHODS,
} as const

export type MethodName = keyof typeof METHODS
export type Input<M extends MethodName> =
  (typeof METHODS)[M] extends Method<infer I, infer _> ? I : never
export type Output<M extends MethodName> =
  (typeof METHODS)[M] extends Method<infer _, infer O> ? O : never

/** What stands behind the contract: one function a method. The signal says that nobody waits any more. */
export type Service = {
  readonly [M in MethodName]: (
    input: Input<M>,
    caller: Caller,
    signal?: AbortSignal,
  ) => Promise<Output<M>> | Output<M>
}

/** Who asks. */
export interface Caller {
  readonly user?: string
  /** The address that the question came from; absent for a window in this process. */
  readonly remote?: string
}
