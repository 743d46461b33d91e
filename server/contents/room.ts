import type { Database } from './database.ts'
import type { Limits } from './limits.ts'

/** Keeps the index within its bounds, and takes away what is nobody's. */
export interface Room {
  /**
   * Lets go of what was not asked for the longest, if there are more rows than there may be.
   *
   * @param reading rows of layers that are being read
   * @throws TooMuch when all that is left is in use
   */
  make(reading: number): void
  /** Its rows are nobody's from now on, nor are those of the images that it is part of. */
  dropLayer(id: number): void
  /** Takes rows that are nobody's away, some at a time, while there is nothing else to do. */
  sweep(): void
}

/** What somebody looks at is more than the index may hold. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch'
  readonly code = 'BROKEN_LAYER'

  constructor(rows: number) {
    super(`it has more than ${rows.toLocaleString('en')} files, which is more than can be shown`)
  }
}

/** Rows taken away at a time. */
const SLICE = 2_000
/** Pages given back to the file system at a time. */
const PAGES = 256

interface Victim {
  readonly what: 'layer' | 'image'
  readonly id: number
}

export function createRoom(database: Database, limits: Limits, now: () => number): Room {
  let isSweeping = false

  function rows(): number {
    const row = database.get<{ rows: number }>(
      `SELECT (SELECT coalesce(sum(rows), 0) FROM layer) + (SELECT coalesce(sum(rows), 0) FROM image)
         + (SELECT coalesce(sum(rows), 0) FROM comparison) AS rows`,
    )
    return row?.rows ?? 0
  }

  /** What goes first: an image can be merged again without reading anything. */
  function oldest(): Victim | undefined {
    return database.get<Victim>(
      `SELECT 'image' AS what, id, used_at FROM image WHERE used_at < ?1
       UNION ALL SELECT 'layer', id, used_at FROM layer WHERE complete AND used_at < ?1
       ORDER BY used_at, what LIMIT 1`,
      now() - limits.inUse,
    )
  }

  function dropImage(id: number): void {
    database.run(
      "INSERT INTO gone (what, id) SELECT 'comparison', id FROM comparison WHERE a = ?1 OR b = ?1",
      id,
    )
    database.run('DELETE FROM comparison WHERE a = ?1 OR b = ?1', id)
    database.run('DELETE FROM image_layer WHERE image = ?', id)
    database.run("INSERT INTO gone (what, id) VALUES ('image', ?)", id)
    database.run('DELETE FROM image WHERE id = ?', id)
  }

  function dropLayer(id: number): void {
    const images = database.all<{ image: number }>(
      'SELECT DISTINCT image FROM image_layer WHERE layer = ?',
      id,
    )
    for (const { image } of images) dropImage(image)
    database.run("INSERT INTO gone (what, id) VALUES ('layer', ?)", id)
    database.run('DELETE FROM layer WHERE id = ?', id)
  }

  function sweepSome(): void {
    isSweeping = false
    try {
      if (database.change(() => sweepSlice(database))) sweep()
    } catch {
      // It goes on when the next thing is let go of: a full disk does not get better by trying.
    }
  }

  function sweep(): void {
    if (isSweeping) return
    isSweeping = true
    setImmediate(sweepSome)
  }

  return {
    make(reading) {
      database.change(() => {
        while (rows() + reading > limits.rows) {
          const victim = oldest()
          if (!victim) throw new TooMuch(limits.rows)
          if (victim.what === 'image') dropImage(victim.id)
          else dropLayer(victim.id)
        }
      })
      sweep()
    },
    dropLayer(id) {
      database.change(() => dropLayer(id))
      sweep()
    },
    sweep,
  }
}

/** @returns whether there is more to do */
function sweepSlice(database: Database): boolean {
  const found = database.get<{ what: keyof typeof SWEEPS; id: number }>(
    'SELECT what, id FROM gone LIMIT 1',
  )
  if (!found) return giveBack(database)
  const { what, id } = found
  if (SWEEPS[what](database, id) === 0) {
    database.run('DELETE FROM gone WHERE what = ? AND id = ?', what, id)
  }
  return true
}

/** Takes some rows away. @returns how many */
type Sweep = (database: Database, id: number) => number

const SWEEPS: Readonly<Record<'layer' | 'image' | 'comparison', Sweep>> = {
  layer: sweepLayer,
  image: (database, id) =>
    sweepTable(database, 'merged', 'image', 'parent, path', id) ||
    sweepTable(database, 'below', 'image', '"by", parent, path', id),
  comparison: (database, id) => sweepTable(database, 'difference', 'comparison', 'n', id),
}

/** A path goes with the last entry that has it. */
function sweepLayer(database: Database, layer: number): number {
  database.run('CREATE TEMP TABLE IF NOT EXISTS swept (parent INTEGER, path INTEGER)')
  database.run('DELETE FROM swept')
  const { changes } = database.run(
    `INSERT INTO swept SELECT parent, path FROM entry WHERE layer = ? LIMIT ${SLICE}`,
    layer,
  )
  database.run(
    'DELETE FROM entry WHERE layer = ? AND (parent, path) IN (SELECT parent, path FROM swept)',
    layer,
  )
  database.run('UPDATE path SET refs = refs - 1 WHERE id IN (SELECT path FROM swept)')
  database.run('DELETE FROM path WHERE refs <= 0 AND id IN (SELECT path FROM swept)')
  return changes
}

function sweepTable(
  database: Database,
  table: string,
  owner: string,
  key: string,
  id: number,
): number {
  return database.run(
    `DELETE FROM ${table} WHERE ${owner} = ?1 AND (${key}) IN (
       SELECT ${key} FROM ${table} WHERE ${owner} = ?1 LIMIT ${SLICE})`,
    id,
  ).changes
}

/** Makes the file smaller. */
function giveBack(database: Database): boolean {
  const free = database.get<{ freelist_count: number }>('PRAGMA freelist_count')
  if (!free || free.freelist_count === 0) return false
  database.all(`PRAGMA incremental_vacuum(${PAGES})`)
  return true
}
