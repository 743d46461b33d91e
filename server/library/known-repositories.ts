import type { Database } from './database.ts'

/** When something was pushed, and by whom. */
export interface Push {
  readonly at?: number | undefined
  readonly by?: string | undefined
}

/** A repository is known while it has a tag or a revision. */
export interface KnownRepositories {
  id(name: string): number | undefined
  /** Its id, also where it was not known yet. */
  take(name: string): number
  names(): readonly string[]
  /** Somebody pushed to it just now. */
  pushed(id: number, push: Push): void
  /** Something of it is as old as that. */
  seen(id: number, at: number | undefined): void
  pulled(id: number, at: number): void
  dropIfEmpty(id: number): void
}

export function createKnownRepositories(database: Database): KnownRepositories {
  const find = database.query<{ id: number }>('SELECT id FROM repository WHERE name = ?')
  const add = database.query<{ id: number }>(
    'INSERT INTO repository (name) VALUES (?) RETURNING id',
  )
  const names = database.query<{ name: string }>('SELECT name FROM repository ORDER BY name')
  const pushed = database.query('UPDATE repository SET pushed_at = ?, pushed_by = ? WHERE id = ?')
  const seen = database.query(
    `UPDATE repository SET pushed_at = ?1, pushed_by = NULL
     WHERE id = ?2 AND coalesce(pushed_at, 0) < ?1`,
  )
  const pulled = database.query(
    'UPDATE repository SET pulled_at = max(coalesce(pulled_at, 0), ?) WHERE id = ?',
  )
  const drop = database.query(
    `DELETE FROM repository WHERE id = ? AND tags = 0
     AND NOT EXISTS (SELECT 1 FROM revision WHERE repository = repository.id)`,
  )
  const id = (name: string): number | undefined => find.get(name)?.id

  return {
    id,
    take: (name) => id(name) ?? add.get(name)?.id ?? Number.NaN,
    names: () => names.all().map(({ name }) => name),
    pushed: (repository, { at, by }) => pushed.run(at ?? null, by ?? null, repository),
    seen(repository, at) {
      if (at !== undefined) seen.run(at, repository)
    },
    pulled: (repository, at) => pulled.run(at, repository),
    dropIfEmpty: (repository) => drop.run(repository),
  }
}
