import type { Database } from './database.ts'
import { FOLDER } from './file-types.ts'

/** The image's next layer, to be laid above what there is of it. */
export interface Step {
  readonly image: number
  /** Place of the layer, the lowest is 0. */
  readonly at: number
  readonly layer: number
}

/**
 * Lays a layer above the merged file system of those below it: image-spec `layer.md`, "Applying
 * changesets". To be used within `Database.change`.
 *
 * SQLite is told in which order to go (CROSS JOIN): it does not know how large the tables are.
 *
 * First goes what it hides: what a whiteout names, what an opaque folder had, what lay in a folder that
 * is none any more. Then comes what it has; a folder that it only implies stays as it was. What goes,
 * and every folder that stays, is noted in `below`. Last, the folders that it touches are summed up.
 */
export function applyLayer(database: Database, step: Step): void {
  const { image, at, layer } = step
  if (at > 0) {
    findHidden(database, step)
    noteHidden(database, step)
    noteReplaced(database, step)
    database.run(
      `DELETE FROM merged WHERE image = ?1 AND (parent, path) IN (
         SELECT parent, path FROM below WHERE image = ?1 AND by = ?2 AND how <> 'kept')`,
      image,
      at,
    )
  }
  const { changes } = database.run(
    `INSERT OR REPLACE INTO merged (image, parent, path, at, layer, kind, size, files)
     SELECT ?1, e.parent, e.path, ?2, e.layer, e.kind, e.size, e.files
     FROM entry e
     WHERE e.layer = ?3 AND e.kind IS NOT NULL AND e.parent <> 0
       AND NOT (e.implied AND EXISTS (
         SELECT 1 FROM merged m WHERE m.image = ?1 AND m.parent = e.parent AND m.path = e.path))`,
    image,
    at,
    layer,
  )
  const noted = at > 0 ? (sumFolders(database, step), countBelow(database, step)) : 0
  database.run('INSERT INTO image_layer (image, at, layer) VALUES (?, ?, ?)', image, at, layer)
  database.run(
    'UPDATE image SET applied = ?, rows = rows + ? WHERE id = ?',
    at + 1,
    changes + noted,
    image,
  )
}

/** Gathers what is hidden by name, and all below it. */
function findHidden(database: Database, { image, layer }: Step): void {
  database.run(
    'CREATE TEMP TABLE IF NOT EXISTS hidden (parent INTEGER, path INTEGER, PRIMARY KEY (parent, path)) WITHOUT ROWID',
  )
  database.run('DELETE FROM hidden')
  database.run(
    `INSERT INTO hidden
     WITH RECURSIVE
       roots (parent, path) AS (
         SELECT e.parent, e.path FROM entry e WHERE e.layer = ?2 AND e.whiteout
         UNION
         SELECT m.parent, m.path FROM entry e CROSS JOIN merged m ON m.image = ?1 AND m.parent = e.path
         WHERE e.layer = ?2 AND (e.opaque OR e.kind <> ${FOLDER})
       ),
       gone (parent, path) AS (
         SELECT m.parent, m.path FROM roots CROSS JOIN merged m
           ON m.image = ?1 AND m.parent = roots.parent AND m.path = roots.path
         UNION
         SELECT m.parent, m.path FROM gone CROSS JOIN merged m ON m.image = ?1 AND m.parent = gone.path
       )
     SELECT parent, path FROM gone`,
    image,
    layer,
  )
}

/** What the layer has there itself was overwritten, the rest was removed. */
function noteHidden(database: Database, { image, at, layer }: Step): void {
  database.run(
    `INSERT INTO below (image, by, parent, path, at, layer, kind, size, files, how)
     SELECT m.image, ?2, m.parent, m.path, m.at, m.layer, m.kind, m.size, m.files,
       iif(e.kind IS NULL, 'removed', 'overwritten')
     FROM hidden h
       CROSS JOIN merged m ON m.image = ?1 AND m.parent = h.parent AND m.path = h.path
       LEFT JOIN entry e ON e.layer = ?3 AND e.parent = h.parent AND e.path = h.path`,
    image,
    at,
    layer,
  )
}

function noteReplaced(database: Database, { image, at, layer }: Step): void {
  database.run(
    `INSERT OR IGNORE INTO below (image, by, parent, path, at, layer, kind, size, files, how)
     SELECT m.image, ?2, m.parent, m.path, m.at, m.layer, m.kind, m.size, m.files,
       iif(e.kind = ${FOLDER} AND m.kind = ${FOLDER}, 'kept', 'overwritten')
     FROM entry e CROSS JOIN merged m ON m.image = ?1 AND m.parent = e.parent AND m.path = e.path
     WHERE e.layer = ?3 AND e.kind IS NOT NULL`,
    image,
    at,
    layer,
  )
}

/** From the deepest up: every folder above an entry has an entry in its layer. */
function sumFolders(database: Database, { image, layer }: Step): void {
  const folders = database.each<{ parent: number; path: number }>(
    `SELECT e.parent, e.path FROM entry e CROSS JOIN path p ON p.id = e.path
     WHERE e.layer = ? AND e.kind = ${FOLDER} AND e.parent <> 0 ORDER BY p.depth DESC`,
    layer,
  )
  for (const { parent, path } of folders) {
    database.run(
      `UPDATE merged SET (size, files) = (
         SELECT total(m.size), coalesce(sum(m.files), 0) FROM merged m WHERE m.image = ?1 AND m.parent = ?3)
       WHERE image = ?1 AND parent = ?2 AND path = ?3`,
      image,
      parent,
      path,
    )
  }
}

function countBelow(database: Database, { image, at }: Step): number {
  const count = database.get<{ rows: number }>(
    'SELECT count(*) AS rows FROM below WHERE image = ? AND by = ?',
    image,
    at,
  )
  return count?.rows ?? 0
}
