import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AuditConfig } from '../config/config.ts'
import type { Log } from '../log.ts'

/** Lines are added to it, and it gives way to a new one when it is full. */
export interface AuditFile {
  append(line: string): void
  /** When all lines so far are in the file, or could not be. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Lines that wait while the file cannot be written; the ones after it are lost, with a word. */
const MOST_WAITING = 10_000
/** Nobody else is to read who did what. */
const MODE = 0o600

/** `audit.log`, `audit.log.1`, …: the newest first. */
export function auditFiles({ path, maxFiles }: AuditConfig): readonly string[] {
  return Array.from({ length: maxFiles }, (_, at) => (at === 0 ? path : `${path}.${at}`))
}

/** @throws Error that says what to do, when it cannot be written */
export async function openAuditFile(
  config: AuditConfig,
  log: Pick<Log, 'error'>,
): Promise<AuditFile> {
  let handle = await openFile(config.path)
  let size = (await handle.stat()).size
  let waiting: string[] = []
  let lost = 0
  let work: Promise<void> | undefined
  let failed = false

  async function rotate(): Promise<void> {
    await handle.sync()
    const files = auditFiles(config)
    for (let at = files.length - 1; at > 0; at--) {
      await rename(files[at - 1] ?? '', files[at] ?? '').catch(ignoreAbsent)
    }
    // With room for one file only, it begins anew.
    if (files.length === 1) await rm(config.path, { force: true })
    const next = await openFile(config.path)
    await handle.close()
    handle = next
    size = 0
  }

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const lines = waiting
      waiting = []
      try {
        await add(Buffer.from(lines.join('')))
      } catch (error) {
        waiting = [...lines, ...waiting]
        throw error
      }
      failed = false
      lost = 0
    }
  }

  async function add(text: Buffer): Promise<void> {
    if (size > 0 && size + text.length > config.maxSize) await rotate()
    await handle.appendFile(text)
    size += text.length
  }

  function start(): void {
    work ??= write()
      .catch((cause: unknown) => {
        // Once, not for every line: the next one tries again.
        if (!failed) log.error('the audit log cannot be written', { file: config.path, cause })
        failed = true
      })
      .finally(() => (work = undefined))
  }

  return {
    append(line) {
      if (waiting.length < MOST_WAITING) waiting.push(line)
      else if (lost++ === 0) log.error('entries of the audit log are lost', { file: config.path })
      start()
    },
    async settled() {
      await work
    },
    async close() {
      await work
      await write().catch(() => {})
      await handle.sync().catch(() => {})
      await handle.close()
    },
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true })
    return await open(path, 'a', MODE)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const advice = 'name another in log.audit.path, or switch it off with log.audit.enabled'
    throw new Error(`the audit log ${path} cannot be written: ${reason}; ${advice}`, { cause })
  }
}

function ignoreAbsent(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
