import type { ComparedFile, Comparison, FileEntry } from '../control/contents-contract.ts'
import type { Database } from './database.ts'
import { toFileEntry, type FileRow } from './file-rows.ts'
import { FOLDER } from './file-types.ts'
import { likePattern } from './like-pattern.ts'

/** How many files differ between two images, and their bytes: of a changed file those of the second. */
export type Counted = Pick<Comparison, 'counts' | 'bytes'>

export const NOTHING_COUNTED: Counted = {
  counts: { added: 0, removed: 0, changed: 0 },
  bytes: { added: 0, removed: 0, changed: 0 },
}

/** Two images whose layers are all merged, by their ids in the index. */
export interface Pair {
  readonly a: number
  readonly b: number
}

export interface DifferencePage {
  readonly offset: number
  readonly limit: number
  readonly search: string | undefined
  readonly change: ComparedFile['change'] | undefined
}

/** Comparisons remembered; what was not asked for the longest goes first. */
const REMEMBERED = 8

/** What differs is found once and numbered in the order of paths, so that pages are quick. */
export function countDifferences(database: Database, pair: Pair): Counted {
  return JSON.parse(comparisonOf(database, pair).counted) as Counted
}

export function listDifferences(database: Database, pair: Pair, page: DifferencePage) {
  const { id } = comparisonOf(database, pair)
  const from = String.raw`difference d CROSS JOIN path p ON p.id = d.path
    WHERE d.comparison = ?1 AND (?2 IS NULL OR d.change = ?2)
      AND (?3 IS NULL OR p.text LIKE ?3 ESCAPE '\')`
  const { search, change = null, limit, offset } = page
  const values = [id, change, search === undefined ? null : likePattern(search)] as const
  const count = database.get<{ total: number }>(`SELECT count(*) AS total FROM ${from}`, ...values)
  const rows = database.all<DifferenceRow>(
    `SELECT p.text, d.change, d.parent, d.path FROM ${from} ORDER BY d.n LIMIT ?4 OFFSET ?5`,
    ...values,
    limit,
    offset,
  )
  return { items: rows.map((row) => toComparedFile(database, pair, row)), total: count?.total ?? 0 }
}

interface DifferenceRow {
  readonly text: string
  readonly change: ComparedFile['change']
  readonly parent: number
  readonly path: number
}

function toComparedFile(database: Database, pair: Pair, row: DifferenceRow): ComparedFile {
  const { text, change } = row
  const a = change === 'added' ? undefined : entryOf(database, pair.a, row)
  const b = change === 'removed' ? undefined : entryOf(database, pair.b, row)
  return { path: text, change, ...(a && { a }), ...(b && { b }) }
}

function entryOf(
  database: Database,
  image: number,
  { parent, path }: DifferenceRow,
): FileEntry | undefined {
  const row = database.get<FileRow>(
    `SELECT p.text, m.kind, m.size, m.files, NULL AS change, l.digest AS layer,
       e.mode, e.uid, e.gid, e.modified, e.target
     FROM merged m
       CROSS JOIN path p ON p.id = m.path
       CROSS JOIN layer l ON l.id = m.layer
       CROSS JOIN entry e ON e.layer = m.layer AND e.parent = m.parent AND e.path = m.path
     WHERE m.image = ? AND m.parent = ? AND m.path = ?`,
    image,
    parent,
    path,
  )
  return row && toFileEntry(row)
}

interface ComparisonRow {
  readonly id: number
  readonly counted: string
}

function comparisonOf(database: Database, pair: Pair): ComparisonRow {
  const known = database.get<ComparisonRow>(
    'UPDATE comparison SET used_at = ? WHERE a = ? AND b = ? RETURNING id, counted',
    Date.now(),
    pair.a,
    pair.b,
  )
  return known ?? database.change(() => compare(database, pair))
}

function compare(database: Database, { a, b }: Pair): ComparisonRow {
  forgetOldest(database)
  const { id } = database.run(
    "INSERT INTO comparison (a, b, counted, used_at) VALUES (?, ?, '', ?)",
    a,
    b,
    Date.now(),
  )
  database.run(DIFFERENCES, id, a, b)
  const counted = JSON.stringify(count(database, id))
  database.run(
    `UPDATE comparison SET counted = ?2,
       rows = (SELECT count(*) FROM difference WHERE comparison = ?1) WHERE id = ?1`,
    id,
    counted,
  )
  return { id, counted }
}

function forgetOldest(database: Database): void {
  const old = `SELECT id FROM comparison ORDER BY used_at DESC LIMIT -1 OFFSET ${REMEMBERED - 1}`
  database.run(`INSERT INTO gone (what, id) SELECT 'comparison', id FROM (${old})`)
  database.run(`DELETE FROM comparison WHERE id IN (${old})`)
}

function count(database: Database, comparison: number): Counted {
  const rows = database.all<{ change: ComparedFile['change']; files: number; bytes: number }>(
    `SELECT change, count(*) AS files, total(size) AS bytes
     FROM difference WHERE comparison = ? GROUP BY change`,
    comparison,
  )
  const of = (change: ComparedFile['change']) => rows.find((row) => row.change === change)
  const [added, removed, changed] = [of('added'), of('removed'), of('changed')]
  return {
    counts: {
      added: added?.files ?? 0,
      removed: removed?.files ?? 0,
      changed: changed?.files ?? 0,
    },
    bytes: {
      added: added?.bytes ?? 0,
      removed: removed?.bytes ?? 0,
      changed: changed?.bytes ?? 0,
    },
  }
}

/** What is in `?own` and not in `?other`; folders are told by what is in them. */
const onlyIn = (own: string, other: string, change: string): string => `
  SELECT o.parent, o.path, '${change}' AS change, o.size
  FROM merged o LEFT JOIN merged t ON t.image = ${other} AND t.parent = o.parent AND t.path = o.path
  WHERE o.image = ${own} AND o.kind <> ${FOLDER} AND (t.path IS NULL OR t.kind = ${FOLDER})`

/** The same entry of the same layer needs no second look. When something was written last is no change. */
const DIFFERENCES = `
  INSERT INTO difference (comparison, n, change, parent, path, size)
  SELECT ?1, row_number() OVER (ORDER BY p.text), d.change, d.parent, d.path, d.size
  FROM (
    ${onlyIn('?3', '?2', 'added')}
    UNION ALL
    ${onlyIn('?2', '?3', 'removed')}
    UNION ALL
    SELECT m.parent, m.path, 'changed', iif(m.kind = ${FOLDER}, 0, m.size)
    FROM merged m
      CROSS JOIN merged l ON l.image = ?2 AND l.parent = m.parent AND l.path = m.path
      CROSS JOIN entry e ON e.layer = m.layer AND e.parent = m.parent AND e.path = m.path
      CROSS JOIN entry f ON f.layer = l.layer AND f.parent = l.parent AND f.path = l.path
    WHERE m.image = ?3 AND m.layer <> l.layer
      AND (m.kind = ${FOLDER}) = (l.kind = ${FOLDER}) AND NOT e.implied AND NOT f.implied
      AND (e.mode IS NOT f.mode OR e.uid IS NOT f.uid OR e.gid IS NOT f.gid
        OR (m.kind <> ${FOLDER} AND (e.kind <> f.kind OR e.size <> f.size
          OR e.hash IS NOT f.hash OR e.target IS NOT f.target)))
  ) d CROSS JOIN path p ON p.id = d.path`
