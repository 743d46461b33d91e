import { integer, object } from './check.ts'
import { read } from './method.ts'

/** The log of the server; a part of the contract. */

export interface LogLine {
  readonly id: number
  readonly at: number
  readonly level: 'error' | 'warn' | 'info' | 'debug'
  readonly message: string
  readonly fields: Readonly<Record<string, string>>
}

export const LOGS_METHODS = {
  /** The newest last. */
  'logs.list': read<readonly LogLine[]>()(object({ limit: integer(1, 2_000) })),
} as const
