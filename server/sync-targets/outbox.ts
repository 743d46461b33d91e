import type { SyncDatabase } from '../sync/state.ts'

/** What was pushed here and has to get to a target yet; outlives the process. */
export interface Outbox {
  /** @param tag undefined for what has none, such as a signature */
  add(target: string, repository: string, tag: string | undefined): void
  /** Patterns of what waits, and until when that was pushed. */
  waiting(target: string): { readonly patterns: readonly string[]; readonly until: number }
  count(target: string): number
  /** It got there. @param until what was pushed again since stays */
  done(target: string, until: number): void
  forget(target: string): void
}

/** Beyond that many the whole is looked at. */
const MOST = 500

export function openOutbox({ sql }: SyncDatabase): Outbox {
  const insert = sql.prepare('INSERT OR REPLACE INTO outbox VALUES (?, ?, ?, ?)')
  const select = sql.prepare('SELECT repository, tag, at FROM outbox WHERE target = ? LIMIT ?')
  const count = sql.prepare('SELECT count(*) AS n FROM outbox WHERE target = ?')
  const done = sql.prepare('DELETE FROM outbox WHERE target = ? AND at <= ?')
  // Two pushes of one millisecond are two.
  let last = 0
  return {
    add(target, repository, tag = '') {
      last = Math.max(Date.now(), last + 1)
      insert.run(target, repository, tag, last)
    },
    waiting(target) {
      const rows = select.all(target, MOST)
      const patterns = rows.map(({ repository, tag }) =>
        tag === '' ? String(repository) : `${String(repository)}:${String(tag)}`,
      )
      const until = rows.reduce((latest, { at }) => Math.max(latest, Number(at)), 0)
      return rows.length === MOST ? { patterns: [], until: last } : { patterns, until }
    },
    count: (target) => Number(count.get(target)?.['n'] ?? 0),
    done: (target, until) => void done.run(target, until),
    forget: (target) => void done.run(target, Number.MAX_SAFE_INTEGER),
  }
}
