import type { FileEntry, Waste } from '../control/contents-contract.ts'
import type { Database } from './database.ts'
import { toFileEntry, type FileRow } from './file-rows.ts'
import { FILE } from './file-types.ts'

/** What is found in an image whose layers are all merged. */
export type FoundWaste = Omit<Waste, 'reading'>

/** What an answer names at most. */
const MOST_HIDDEN = 100
const MOST_DUPLICATES = 100
const MOST_PATHS = 20
const MOST_LARGEST = 20

export const NO_WASTE: FoundWaste = {
  totalBytes: 0,
  hiddenBytes: 0,
  hiddenStoredBytes: 0,
  hidden: [],
  duplicates: [],
  duplicateBytes: 0,
  largest: [],
}

/** Looks through the image the first time; after that it is remembered, since an image never changes. */
export function findWaste(database: Database, image: number): FoundWaste {
  const known = database.get<{ waste: string | null }>(
    'SELECT waste FROM image WHERE id = ?',
    image,
  )
  if (known?.waste) return JSON.parse(known.waste) as FoundWaste
  const found: FoundWaste = {
    totalBytes: totalBytes(database, image),
    ...hiddenBytes(database, image),
    hidden: hiddenFiles(database, image),
    ...duplicates(database, image),
    largest: largestFiles(database, image),
  }
  database.run('UPDATE image SET waste = ? WHERE id = ?', JSON.stringify(found), image)
  return found
}

/** The root of a layer has the sum of all in it. */
function totalBytes(database: Database, image: number): number {
  const row = database.get<{ bytes: number }>(
    `SELECT total(e.size) AS bytes FROM image_layer i
       CROSS JOIN entry e ON e.layer = i.layer AND e.parent = 0
     WHERE i.image = ?`,
    image,
  )
  return row?.bytes ?? 0
}

/** As stored, every byte of a layer is taken to be packed as well as all of them are. */
function hiddenBytes(database: Database, image: number) {
  const row = database.get<{ bytes: number; stored: number }>(
    `SELECT total(b.size) AS bytes, total(b.size * l.packed / max(l.unpacked, 1)) AS stored
     FROM below b CROSS JOIN layer l ON l.id = b.layer
     WHERE b.image = ? AND b.kind = ${FILE} AND b.how <> 'kept'`,
    image,
  )
  return { hiddenBytes: row?.bytes ?? 0, hiddenStoredBytes: Math.round(row?.stored ?? 0) }
}

function hiddenFiles(database: Database, image: number): Waste['hidden'] {
  return database
    .all<Waste['hidden'][number]>(
      `SELECT p.text AS path, b.size AS sizeBytes, l.digest AS layer, b.how AS "by",
         (SELECT digest FROM layer WHERE id = i.layer) AS byLayer
       FROM below b
         CROSS JOIN path p ON p.id = b.path
         CROSS JOIN layer l ON l.id = b.layer
         CROSS JOIN image_layer i ON i.image = b.image AND i.at = b.by
       WHERE b.image = ? AND b.kind = ${FILE} AND b.how <> 'kept' AND b.size > 0
       ORDER BY b.size DESC, p.text, b.by LIMIT ${MOST_HIDDEN}`,
      image,
    )
    .map((row) => ({ ...row }))
}

interface Copies {
  readonly hash: Uint8Array
  readonly size: number
  readonly copies: number
}

function duplicates(database: Database, image: number) {
  const sets = `
    SELECT e.hash, m.size, count(*) AS copies
    FROM merged m CROSS JOIN entry e ON e.layer = m.layer AND e.parent = m.parent AND e.path = m.path
    WHERE m.image = ?1 AND m.kind = ${FILE} AND m.size > 0 AND e.hash IS NOT NULL
    GROUP BY e.hash, m.size HAVING copies > 1`
  const all = database.get<{ bytes: number }>(
    `SELECT total(size * (copies - 1)) AS bytes FROM (${sets})`,
    image,
  )
  const largest = database.all<Copies>(
    `${sets} ORDER BY m.size * (copies - 1) DESC LIMIT ${MOST_DUPLICATES}`,
    image,
  )
  const paths = pathsOf(database, image, largest)
  return {
    duplicateBytes: all?.bytes ?? 0,
    duplicates: largest.map(({ hash, size, copies }) => ({
      sizeBytes: size,
      paths: (paths.get(keyOf(hash)) ?? []).toSorted(),
      copies,
    })),
  }
}

const keyOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')

/** Some paths of each of these contents, from one walk over the image. */
function pathsOf(
  database: Database,
  image: number,
  contents: readonly Copies[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>(contents.map(({ hash }) => [keyOf(hash), []]))
  const hashes = JSON.stringify([...found.keys()])
  const rows = database.each<{ hash: string; text: string }>(
    `SELECT lower(hex(e.hash)) AS hash, p.text
     FROM merged m
       CROSS JOIN entry e ON e.layer = m.layer AND e.parent = m.parent AND e.path = m.path
       CROSS JOIN path p ON p.id = m.path
     WHERE m.image = ?1 AND m.kind = ${FILE} AND m.size > 0 AND e.hash IS NOT NULL
       AND lower(hex(e.hash)) IN (SELECT value FROM json_each(?2))`,
    image,
    hashes,
  )
  for (const { hash, text } of rows) {
    const paths = found.get(hash)
    if (paths && paths.length < MOST_PATHS) paths.push(text)
  }
  return found
}

function largestFiles(database: Database, image: number): readonly FileEntry[] {
  return database
    .all<FileRow>(
      `SELECT p.text, m.kind, m.size, m.files, NULL AS change, l.digest AS layer,
         e.mode, e.uid, e.gid, e.modified, e.target
       FROM (
         SELECT * FROM merged WHERE image = ? AND kind = ${FILE} ORDER BY size DESC LIMIT ${MOST_LARGEST}
       ) m
         CROSS JOIN path p ON p.id = m.path
         CROSS JOIN layer l ON l.id = m.layer
         CROSS JOIN entry e ON e.layer = m.layer AND e.parent = m.parent AND e.path = m.path
       ORDER BY m.size DESC, p.text`,
      image,
    )
    .map(toFileEntry)
}
