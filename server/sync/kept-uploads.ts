import type { SyncDatabase } from './state.ts'

/** Uploads that are under way, so that whoever comes later can go on with them. */
export interface KeptUploads {
  find(repository: string, digest: string): KeptUpload | undefined
  keep(repository: string, digest: string, upload: KeptUpload): void
  drop(repository: string, digest: string): void
}

export interface KeptUpload {
  readonly location: string
  /** Bytes that were sent so far, whether they arrived or not. */
  readonly sent: number
}

/** Registries tidy up what nobody has gone on with for so long, in milliseconds. */
const LIFE = 7 * 24 * 3_600_000

export function keptUploads(
  { sql }: SyncDatabase,
  target: string,
  direction: 'push' | 'pull',
): KeptUploads {
  const where = 'target = ? AND direction = ? AND repository = ? AND digest = ?'
  const select = sql.prepare(`SELECT location, sent FROM upload WHERE ${where}`)
  const upsert = sql.prepare('INSERT OR REPLACE INTO upload VALUES (?, ?, ?, ?, ?, ?, ?)')
  const remove = sql.prepare(`DELETE FROM upload WHERE ${where}`)
  sql.prepare('DELETE FROM upload WHERE at < ?').run(Date.now() - LIFE)
  return {
    find(repository, digest) {
      const row = select.get(target, direction, repository, digest)
      return row && { location: String(row['location']), sent: Number(row['sent']) }
    },
    keep(repository, digest, { location, sent }) {
      upsert.run(target, direction, repository, digest, location, sent, Date.now())
    },
    drop: (repository, digest) => void remove.run(target, direction, repository, digest),
  }
}
