import { openAuditFile } from './audit-file.ts'
import type { AuditedDeed, AuditEntry, AuditSearch } from './audit-entry.ts'
import { readBack } from './read-back.ts'
import { createRepeats } from './repeats.ts'
import type { AuditConfig } from '../config/config.ts'
import type { Log } from '../log.ts'

/** The log of changes (`log.audit`): a file of JSON lines, and those before it. */
export interface Audit {
  readonly file: string
  /** Never throws, never waits; in the file a moment later. */
  record(deed: AuditedDeed): void
  /** The newest first. */
  list(search: AuditSearch): Promise<readonly AuditEntry[]>
  /** When all that was recorded is in the file. */
  close(): Promise<void>
}

export interface AuditOptions {
  readonly now?: () => number
}

/** @throws Error that says what to do, when the file cannot be written */
export async function openAudit(
  config: AuditConfig,
  log: Pick<Log, 'error'>,
  { now = Date.now }: AuditOptions = {},
): Promise<Audit> {
  const file = await openAuditFile(config, log)
  const [latest] = await readBack(config, { limit: 1 })
  let lastId = latest?.id ?? 0
  const repeats = createRepeats(now)
  return {
    file: config.path,
    record(deed) {
      const repeated = deed.action === 'login-failed' ? repeats.count(keyOf(deed)) : 0
      if (repeated === undefined) return
      const id = ++lastId
      const time = new Date(now()).toISOString()
      const entry: AuditEntry = { id, time, ...deed, ...(repeated > 0 && { repeated }) }
      file.append(`${JSON.stringify(entry)}\n`)
    },
    async list(search) {
      await file.settled()
      return await readBack(config, search)
    },
    close: () => file.close(),
  }
}

const keyOf = ({ remote = '', user = '', via }: AuditedDeed): string => `${via} ${remote} ${user}`
