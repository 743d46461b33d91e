/** A change, or an attempt: who, what, from where. No secret is in it. */
export interface AuditEntry {
  /** Counts up, also over restarts. */
  readonly id: number
  /** ISO 8601, UTC. */
  readonly time: string
  /** `push`, `delete`, `login-failed`, or the name of a method of the console. */
  readonly action: string
  /** How it came: by the registry's protocol, from the console, by itself, or by a command without a server. */
  readonly via: 'client' | 'console' | 'server' | 'command'
  readonly user?: string
  readonly remote?: string
  readonly agent?: string
  readonly repository?: string
  readonly tag?: string
  readonly digest?: string
  /** What the console's method was given, without its secrets. */
  readonly input?: unknown
  /** Why it was not done; absent when it was. */
  readonly failure?: string
  /** Times that the same happened since the entry before it. */
  readonly repeated?: number
}

export type AuditedDeed = Omit<AuditEntry, 'id' | 'time' | 'repeated'>

export interface AuditSearch {
  readonly limit: number
  /** Only entries with a lesser id. */
  readonly before?: number | undefined
  /** Anywhere in the entry. */
  readonly search?: string | undefined
}
