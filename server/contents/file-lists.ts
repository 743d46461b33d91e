import type { FileEntry } from '../control/contents-contract.ts'
import type { Database } from './database.ts'
import { toFileEntry, type FileRow } from './file-rows.ts'
import { FILE_TYPES, FOLDER } from './file-types.ts'
import { likePattern } from './like-pattern.ts'
import { ROOT } from './schema.ts'

/** Rows of what somebody looks at: the merged file system, or one layer. */
export type Scope =
  | {
      readonly kind: 'merged'
      readonly image: number
      /** The next layer, which is laid above the rest only for the eye; 0 for none. */
      readonly overlay: number
    }
  | {
      readonly kind: 'layer'
      readonly layer: number
      readonly image: number
      readonly at: number
      /** Whether what lies below it is known. */
      readonly isCompared: boolean
    }

export interface Paging {
  readonly offset: number
  readonly limit: number
}

export interface Order {
  readonly sort: 'name' | 'size'
  readonly descending: boolean
}

export interface FoundFiles {
  readonly items: readonly FileEntry[]
  readonly total: number
}

/** What lies in one folder. */
export function listFolder(
  database: Database,
  scope: Scope,
  folder: readonly string[],
  { offset, limit, sort, descending }: Paging & Order,
): FoundFiles {
  const parent = pathNamed(database, folder)
  if (parent === undefined) return NOTHING
  const { rows, values } = source(scope, inParent)
  const direction = descending ? 'DESC' : 'ASC'
  const order = sort === 'name' ? `p.name ${direction}` : `s.size ${direction}, p.name ${direction}`
  return pageOf(
    database,
    `${rows} s CROSS JOIN path p ON p.id = s.path`,
    order,
    [...values, parent],
    {
      offset,
      limit,
    },
  )
}

/** What has `search` in its path, anywhere, in the order of paths. */
export function searchFiles(
  database: Database,
  scope: Scope,
  search: string,
  paging: Paging,
): FoundFiles {
  const { rows, values } = source(scope, anywhere)
  const from = String.raw`${rows} s CROSS JOIN path p ON p.id = s.path AND p.text LIKE ?4 ESCAPE '\'`
  return pageOf(database, from, 'p.text', [...values, likePattern(search)], paging)
}

/** What lies at one path; nothing for the root. */
export function findFile(
  database: Database,
  scope: Scope,
  names: readonly string[],
): FileEntry | undefined {
  const [parent, path] = [pathNamed(database, names.slice(0, -1)), pathNamed(database, names)]
  if (parent === undefined || path === undefined) return undefined
  const { rows, values } = source(scope, atPath)
  const from = `${rows} s CROSS JOIN path p ON p.id = s.path`
  const once = { offset: 0, limit: 1 }
  return pageOf(database, from, 'p.name', [...values, parent, path], once).items[0]
}

const NOTHING: FoundFiles = { items: [], total: 0 }

/** The id of a path, if any layer has it. */
export function pathNamed(database: Database, names: readonly string[]): number | undefined {
  let path: number | undefined = ROOT
  for (const name of names) {
    path = database.get<{ id: number }>(
      'SELECT id FROM path WHERE parent = ? AND name = ?',
      path,
      name,
    )?.id
    if (path === undefined) return undefined
  }
  return path
}

type Values = readonly (string | number)[]

/** The page is chosen by what is in `from`; the rest of each row is looked up for the page alone. */
function pageOf(
  database: Database,
  from: string,
  order: string,
  values: Values,
  { offset, limit }: Paging,
): FoundFiles {
  const total = database.get<{ total: number }>(`SELECT count(*) AS total FROM ${from}`, ...values)
  const [limitAt, offsetAt] = [values.length + 1, values.length + 2]
  const rows = database.all<FileRow>(
    `SELECT c.text, c.kind, c.size, c.files, c.change, l.digest AS layer,
       e.mode, e.uid, e.gid, e.modified, e.target
     FROM (
       SELECT p.text, s.* FROM ${from} ORDER BY ${order} LIMIT ?${limitAt} OFFSET ?${offsetAt}
     ) c
       CROSS JOIN layer l ON l.id = c.layer
       LEFT JOIN entry e ON e.layer = c.layer AND e.parent = c.parent AND e.path = c.path`,
    ...values,
    limit,
    offset,
  )
  return { items: rows.map(toFileEntry), total: total?.total ?? 0 }
}

/** Which rows of a table are looked at; the first value after those of the scope is ?4. */
type Where = (table: string) => string
const inParent: Where = (table) => `${table}.parent = ?4`
const atPath: Where = (table) => `${table}.parent = ?4 AND ${table}.path = ?5`
const anywhere: Where = () => 'true'

/** Rows of `parent, path, layer, kind, size, files, change`. */
function source(scope: Scope, where: Where): { readonly rows: string; readonly values: Values } {
  if (scope.kind === 'merged') {
    return { rows: merged(where), values: [scope.image, scope.overlay, 0] }
  }
  const { image, at, layer, isCompared } = scope
  return { rows: isCompared ? compared(where) : alone(where), values: [image, layer, at] }
}

/**
 * Folders that both have stay what they were, with the sums of both. Of the layer that is being read the
 * rest hides what is below, which is near enough until it is merged.
 */
const merged = (where: Where): string => `(
  SELECT m.parent, m.path, m.layer, m.kind, m.size + coalesce(o.size, 0) AS size,
    m.files + coalesce(o.files, 0) AS files, NULL AS change
  FROM merged m LEFT JOIN entry o ON o.layer = ?2 AND o.parent = m.parent AND o.path = m.path
  WHERE m.image = ?1 AND ${where('m')}
    AND (o.path IS NULL OR (o.kind = ${FOLDER} AND m.kind = ${FOLDER} AND NOT o.whiteout))
  UNION ALL
  SELECT e.parent, e.path, e.layer, e.kind, e.size, e.files, NULL
  FROM entry e LEFT JOIN merged m ON m.image = ?1 AND m.parent = e.parent AND m.path = e.path
  WHERE e.layer = ?2 AND ${where('e')} AND e.parent <> 0 AND e.kind IS NOT NULL
    AND (m.path IS NULL OR e.kind <> ${FOLDER} OR m.kind <> ${FOLDER} OR e.whiteout)
)`

/** A layer while it is not known what lies below it: only what it removes is told. */
const alone = (where: Where): string => `(
  SELECT e.parent, e.path, e.layer, coalesce(e.kind, ${FILE_TYPES.indexOf('other')}) AS kind,
    e.size, e.files, iif(e.kind IS NULL, 'removed', NULL) AS change
  FROM entry e
  WHERE e.layer = ?2 AND ${where('e')} AND e.parent <> 0
    AND (e.kind IS NOT NULL OR e.whiteout)
)`

/** A layer with what it does to what lies below it. */
const compared = (where: Where): string => `(
  SELECT e.parent, e.path, e.layer, e.kind, e.size, e.files,
    iif(b.path IS NULL, 'added', 'changed') AS change
  FROM entry e
    LEFT JOIN below b ON b.image = ?1 AND b.by = ?3 AND b.parent = e.parent AND b.path = e.path
  WHERE e.layer = ?2 AND ${where('e')} AND e.parent <> 0 AND e.kind IS NOT NULL
  UNION ALL
  SELECT b.parent, b.path, b.layer, b.kind, b.size, b.files, 'removed'
  FROM below b
  WHERE b.image = ?1 AND b.by = ?3 AND ${where('b')} AND b.how = 'removed'
)`
