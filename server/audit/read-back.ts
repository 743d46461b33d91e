import { readFile } from 'node:fs/promises'
import type { AuditConfig } from '../config/config.ts'
import { auditFiles } from './audit-file.ts'
import type { AuditEntry, AuditSearch } from './audit-entry.ts'

/** The latest entries that are looked for, the newest first. One file is in memory at a time. */
export async function readBack(
  config: AuditConfig,
  { limit, before = Infinity, search = '' }: AuditSearch,
): Promise<readonly AuditEntry[]> {
  const found: AuditEntry[] = []
  const wanted = search.toLowerCase()
  for (const file of auditFiles(config)) {
    const text = await readFile(file, 'utf8').catch(() => '')
    for (const line of text.split('\n').toReversed()) {
      if (!line.toLowerCase().includes(wanted)) continue
      const entry = parseEntry(line)
      if (!entry || entry.id >= before) continue
      found.push(entry)
      if (found.length === limit) return found
    }
  }
  return found
}

/** Undefined for a line that was cut off, as a power cut leaves one. */
function parseEntry(line: string): AuditEntry | undefined {
  try {
    const entry = JSON.parse(line) as AuditEntry
    return typeof entry.id === 'number' ? entry : undefined
  } catch {
    return undefined
  }
}
