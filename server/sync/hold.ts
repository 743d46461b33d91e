import type { SyncDatabase } from './state.ts'

/** Another sync with the same registry is under way. */
export class SyncUnderWay extends Error {
  override readonly name = 'SyncUnderWay'
}

/** How long nobody else begins after this was heard of last, in milliseconds. */
const LEASE = 60_000
const REFRESH = 15_000

/**
 * Lets one sync with a registry be under way at a time, of all processes that share the database. One that
 * was killed holds up nobody.
 *
 * @returns what lets go of it
 * @throws SyncUnderWay
 */
export function holdTarget({ sql, change }: SyncDatabase, target: string): () => void {
  const select = sql.prepare('SELECT pid, until FROM holder WHERE target = ?')
  const upsert = sql.prepare('INSERT OR REPLACE INTO holder VALUES (?, ?, ?)')
  const remove = sql.prepare('DELETE FROM holder WHERE target = ? AND pid = ?')
  change(() => {
    const row = select.get(target)
    const pid = Number(row?.['pid'])
    const isHeld = row && Number(row['until']) > Date.now() && isAlive(pid)
    if (isHeld) throw new SyncUnderWay(`a sync with ${target} is under way (process ${pid})`)
    upsert.run(target, process.pid, Date.now() + LEASE)
  })
  const timer = setInterval(() => {
    try {
      upsert.run(target, process.pid, Date.now() + LEASE)
    } catch {
      // The next time will do.
    }
  }, REFRESH).unref()
  return () => {
    clearInterval(timer)
    if (sql.isOpen) remove.run(target, process.pid)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
