import type { Service } from './contract.ts'
import type { AuditEntry } from './audit-contract.ts'
import {
  LISTED_ASIDE,
  type AsideNotification,
  type AsideRetried,
  type NotificationEndpoint,
  type NotificationTest,
} from './notifications-contract.ts'
import { ControlError } from './control-error.ts'

/** What is told to those outside, as far as the console shows it. */
export interface ControlSignals {
  readonly notifications?: ControlNotifications | undefined
  readonly audit?: ControlAudit | undefined
}

export interface ControlNotifications {
  list(): readonly NotificationEndpoint[]
  /** Undefined for an endpoint that there is not. */
  test(endpoint: string): Promise<NotificationTest> | undefined
  /** False for an endpoint that there is not. */
  retry(endpoint: string): boolean
  /** Undefined for an endpoint that there is not, here and below. */
  aside(endpoint: string, limit: number): readonly AsideNotification[] | undefined
  retryAside(endpoint: string, ids: readonly number[]): Promise<AsideRetried> | undefined
  discardAside(endpoint: string, ids: readonly number[]): number | undefined
}

/** A change that the console has made, or was asked for. */
export interface ConsoleDeed {
  readonly action: string
  readonly via: 'console'
  readonly user?: string
  readonly remote?: string
  readonly input?: unknown
  readonly failure?: string
}

export interface ControlAudit {
  readonly file: string
  record(deed: ConsoleDeed): void
  list(search: {
    readonly limit: number
    readonly before?: number | undefined
    readonly search?: string | undefined
  }): Promise<readonly WrittenEntry[]>
}

type WrittenEntry = Omit<AuditEntry, 'at' | 'details'> & {
  readonly time: string
  readonly input?: unknown
}

type Methods = Pick<Service, Extract<keyof Service, `notifications.${string}` | `audit.${string}`>>

function missing(): never {
  throw new ControlError('NOT_FOUND', 'there is no such endpoint, or it is disabled')
}

/** @throws ControlError NOT_FOUND for an endpoint that there is not */
export function signalsMethods({ notifications, audit }: ControlSignals): Methods {
  return {
    'notifications.list': () => notifications?.list() ?? [],
    'notifications.test': ({ endpoint }) => notifications?.test(endpoint) ?? missing(),
    'notifications.retry': ({ endpoint }) => {
      if (!notifications?.retry(endpoint)) missing()
    },
    'notifications.aside': ({ endpoint }) =>
      notifications?.aside(endpoint, LISTED_ASIDE) ?? missing(),
    'notifications.retryAside': ({ endpoint, ids }) =>
      notifications?.retryAside(endpoint, ids) ?? missing(),
    'notifications.discardAside': ({ endpoint, ids }) => {
      if (notifications?.discardAside(endpoint, ids) === undefined) missing()
    },
    'audit.list': async (search) => {
      if (!audit) return { entries: [] }
      return { file: audit.file, entries: (await audit.list(search)).map(entryOf) }
    },
  }
}

/** The repository has a place of its own, whichever way the change came. */
function entryOf({ time, input, ...entry }: WrittenEntry): AuditEntry {
  const at = Date.parse(time)
  if (typeof input !== 'object' || input === null) return { ...entry, at }
  const { repository, ...rest } = input as Readonly<Record<string, unknown>>
  return {
    ...entry,
    at,
    ...(typeof repository === 'string' && { repository }),
    ...(Object.keys(rest).length > 0 && { details: JSON.stringify(rest) }),
  }
}
