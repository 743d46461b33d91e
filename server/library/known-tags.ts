import type { Database } from './database.ts'
import type { Push } from './known-repositories.ts'

/** Where a tag points. */
export interface KnownTarget {
  /** Absent where its link cannot be read. */
  readonly digest?: string
}

/** The tags of each repository, by its id. */
export interface KnownTags {
  get(repository: number, tag: string): KnownTarget | undefined
  names(repository: number): readonly string[]
  pointingTo(repository: number, target: number): readonly string[]
  /** @param target id of the content */
  set(repository: number, tag: string, target: number | undefined): void
  remove(repository: number, tag: string): void
  pushed(repository: number, tag: string, push: Push): void
  pulled(repository: number, tag: string, at: number): void
}

const nameOf = ({ name }: { readonly name: string }): string => name

export function createKnownTags(database: Database): KnownTags {
  const get = database.query<{ digest: string | null }>(
    `SELECT digest FROM tag LEFT JOIN content ON content.id = target
     WHERE repository = ? AND name = ?`,
  )
  const names = database.query<{ name: string }>(
    'SELECT name FROM tag WHERE repository = ? ORDER BY name',
  )
  const pointing = database.query<{ name: string }>(
    'SELECT name FROM tag WHERE repository = ? AND target = ? ORDER BY name',
  )
  const set = database.query(
    `INSERT INTO tag (repository, name, target) VALUES (?1, ?2, ?3)
     ON CONFLICT DO UPDATE SET target = excluded.target`,
  )
  const remove = database.query('DELETE FROM tag WHERE repository = ? AND name = ?')
  const pushed = database.query(
    'UPDATE tag SET pushed_at = ?, pushed_by = ? WHERE repository = ? AND name = ?',
  )
  const pulled = database.query(
    `UPDATE tag SET pulled_at = max(coalesce(pulled_at, 0), ?)
     WHERE repository = ? AND name = ?`,
  )

  return {
    get(repository, tag) {
      const found = get.get(repository, tag)
      return found && (found.digest === null ? {} : { digest: found.digest })
    },
    names: (repository) => names.all(repository).map(nameOf),
    pointingTo: (repository, target) => pointing.all(repository, target).map(nameOf),
    set: (repository, tag, target) => set.run(repository, tag, target ?? null),
    remove: (repository, tag) => remove.run(repository, tag),
    pushed: (repository, tag, { at, by }) => pushed.run(at ?? null, by ?? null, repository, tag),
    pulled: (repository, tag, at) => pulled.run(at, repository, tag),
  }
}
