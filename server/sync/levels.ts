import type { SyncDatabase } from './state.ts'

/** What two registries had the same last, which tells later who moved a tag. */
export interface Levels {
  /** Digests by tag; what refers to images by `@` and its digest. */
  of(repository: string): ReadonlyMap<string, string>
  keep(repository: string, tag: string, digest: string): void
  forget(repository: string, tag: string): void
}

/** @param target the address of the other registry */
export function levelsOf({ sql }: SyncDatabase, target: string): Levels {
  const select = sql.prepare('SELECT tag, digest FROM level WHERE target = ? AND repository = ?')
  const upsert = sql.prepare('INSERT OR REPLACE INTO level VALUES (?, ?, ?, ?)')
  const remove = sql.prepare('DELETE FROM level WHERE target = ? AND repository = ? AND tag = ?')
  return {
    of(repository) {
      const rows = select.all(target, repository)
      return new Map(rows.map(({ tag, digest }) => [String(tag), String(digest)]))
    },
    keep: (repository, tag, digest) => void upsert.run(target, repository, tag, digest),
    forget: (repository, tag) => void remove.run(target, repository, tag),
  }
}
