import type { Database } from './database.ts'

/** The paths that entries have, each once for all layers. */
export interface Paths {
  /** The id of a path, which is made where there is none; a new one counts one entry already. */
  take(
    parent: number,
    name: string,
    depth: number,
    text: string,
  ): { readonly path: number; readonly isNew: boolean }
  /** One more entry has it. */
  keep(path: number): void
  /** Takes a layer's entries below a folder away. @returns how many */
  dropBelow(layer: number, folder: number): number
}

export function createPaths(database: Database): Paths {
  return {
    take(parent, name, depth, text) {
      const known = database.get<{ id: number }>(
        'SELECT id FROM path WHERE parent = ? AND name = ?',
        parent,
        name,
      )
      if (known) return { path: known.id, isNew: false }
      const { id } = database.run(
        'INSERT INTO path (parent, name, depth, text, refs) VALUES (?, ?, ?, ?, 1)',
        parent,
        name,
        depth,
        text,
      )
      return { path: id, isNew: true }
    },
    keep: (path) => void database.run('UPDATE path SET refs = refs + 1 WHERE id = ?', path),
    dropBelow(layer, folder) {
      const below = `WITH RECURSIVE sub (parent, path) AS (
        SELECT parent, path FROM entry WHERE layer = ?1 AND parent = ?2
        UNION ALL
        SELECT entry.parent, entry.path FROM sub CROSS JOIN entry ON entry.layer = ?1 AND entry.parent = sub.path
      )`
      const found = database.all<{ parent: number; path: number }>(
        `${below} SELECT parent, path FROM sub`,
        layer,
        folder,
      )
      for (const { parent, path } of found) {
        database.run(
          'DELETE FROM entry WHERE layer = ? AND parent = ? AND path = ?',
          layer,
          parent,
          path,
        )
      }
      letGo(
        database,
        found.map(({ path }) => path),
      )
      return found.length
    },
  }
}

/** An entry less for each; a path that no entry has goes. */
function letGo(database: Database, paths: readonly number[]): void {
  for (const path of paths) {
    database.run('UPDATE path SET refs = refs - 1 WHERE id = ?', path)
    database.run('DELETE FROM path WHERE id = ? AND refs <= 0', path)
  }
}
