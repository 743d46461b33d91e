import { ACTIVITY_METHODS, type Activity, type Transfer } from './activity-contract.ts'
import { AUDIT_METHODS } from './audit-contract.ts'
import { CARE_METHODS, type CareWork } from './care-contract.ts'
import { CARRY_METHODS } from './carry-contract.ts'
import { nothing } from './check.ts'
import { CONTENTS_METHODS } from './contents-contract.ts'
import { DOCTOR_METHODS } from './doctor-contract.ts'
import { ENGINES_METHODS } from './engines-contract.ts'
import { IMAGES_METHODS } from './images-contract.ts'
import { LOGS_METHODS, type LogLine } from './logs-contract.ts'
import { read, type Method } from './method.ts'
import { NOTIFICATIONS_METHODS } from './notifications-contract.ts'
import { PEOPLE_METHODS } from './people-contract.ts'
import { REACH_METHODS } from './reach-contract.ts'
import { REGISTRY_METHODS, type RegistryStatus } from './registry-contract.ts'
import { REMOTES_METHODS } from './remotes-contract.ts'
import { REPOSITORIES_METHODS } from './repositories-contract.ts'
import { SETTINGS_METHODS } from './settings-contract.ts'
import { SETUP_METHODS } from './setup-contract.ts'
import { STORAGE_METHODS } from './storage-contract.ts'
import { SYNC_METHODS, type SyncEvent } from './sync-contract.ts'

/**
 * All that the console and its host say to each other, over any transport: `METHODS` are asked and
 * answered, `ConsoleEvent`s come by themselves. The renderer imports only the types. Each subject has a
 * part of its own, `*-contract.ts`; adding a method edits that and its service, nothing else.
 *
 * Times are milliseconds since 1970, sizes bytes. What is not known is absent, never 0.
 */

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

export const METHODS = {
  'session.get': read<Session>()(nothing),
  ...REGISTRY_METHODS,
  ...REPOSITORIES_METHODS,
  ...IMAGES_METHODS,
  ...ACTIVITY_METHODS,
  ...LOGS_METHODS,
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
