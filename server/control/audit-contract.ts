import { integer, object, optional, text } from './check.ts'
import { read } from './method.ts'

/** Who changed what. */

export interface AuditView {
  /** Where it is kept; absent when none is. */
  readonly file?: string
  /** The newest first. */
  readonly entries: readonly AuditEntry[]
}

export interface AuditEntry {
  readonly id: number
  readonly at: number
  /** `push`, `delete`, `delete-blob`, `login-failed`, or the name of a method of the console. */
  readonly action: string
  /** How it came: by the registry's protocol, from the console, by itself, or by a command without a server. */
  readonly via: 'client' | 'console' | 'server' | 'command'
  readonly user?: string
  readonly remote?: string
  readonly agent?: string
  readonly repository?: string
  readonly tag?: string
  readonly digest?: string
  /** What else is known of it, as JSON. */
  readonly details?: string
  /** Why it was not done; absent when it was. */
  readonly failure?: string
  /** Times that the same happened since the entry before it. */
  readonly repeated?: number
}

export const AUDIT_METHODS = {
  'audit.list': read<AuditView>()(
    object({
      limit: integer(1, 500),
      before: optional(integer(1, Number.MAX_SAFE_INTEGER)),
      search: optional(text(200)),
    }),
  ),
} as const
