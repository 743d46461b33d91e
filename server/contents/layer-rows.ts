import type { SQLInputValue } from 'node:sqlite'
import type { TarEntry } from '../tar/tar-entry.ts'
import type { Database } from './database.ts'
import { placeOf } from './entry-place.ts'
import { FILE_TYPES, FOLDER } from './file-types.ts'
import { createPaths, type Paths } from './paths.ts'
import { ROOT } from './schema.ts'

/** How much of one layer is kept. */
export interface RowLimits {
  readonly rows: number
  /** Bytes of all paths and link targets together, a row. */
  readonly textBytes: number
}

/** Writes the entries of one layer into the index, as they come. To be used within `Database.change`. */
export interface LayerRows {
  /** @param hash of the content; none where there is none */
  add(entry: TarEntry, hash: Buffer | undefined): void
  /** Brings the sizes of folders level with what was added. */
  settle(): void
  /** Rows so far, implied ones included. */
  readonly rows: number
  /** Entries that no file system could have, or whose names lead out of the layer. */
  readonly leftOut: number
  /** No more are taken. */
  readonly isFull: boolean
}

/** A folder with all that was added below it since the last `settle`. */
interface Folder {
  readonly path: number
  readonly depth: number
  readonly text: string
  readonly up: Folder | undefined
  size: number
  files: number
}

interface Row {
  readonly kind: number | null
  readonly size: number
  readonly files: number
}

/** Folders whose ids are remembered; entries come folder by folder. */
const REMEMBERED = 4_096

export function createLayerRows(database: Database, layer: number, limits: RowLimits): LayerRows {
  const paths: Paths = createPaths(database)
  const root: Folder = { path: ROOT, depth: 0, text: '', up: undefined, size: 0, files: 0 }
  const folders = new Map<string, Folder>()
  const touched = new Set<Folder>()
  let rows = 0
  let text = 0
  let leftOut = 0

  function rowAt(parent: number, path: number): Row | undefined {
    return database.get<Row>(
      'SELECT kind, size, files FROM entry WHERE layer = ? AND parent = ? AND path = ?',
      layer,
      parent,
      path,
    )
  }

  function grow(folder: Folder, size: number, files: number): void {
    for (let at: Folder | undefined = folder; at; at = at.up) {
      at.size += size
      at.files += files
      touched.add(at)
    }
  }

  function settle(): void {
    for (const folder of touched) {
      database.run(
        'UPDATE entry SET size = size + ?, files = files + ? WHERE layer = ? AND parent = ? AND path = ?',
        folder.size,
        folder.files,
        layer,
        folder.up?.path ?? 0,
        folder.path,
      )
      folder.size = 0
      folder.files = 0
    }
    touched.clear()
  }

  /** The path of what lies in a folder, with the row that this layer has there already. */
  function pathIn(parent: Folder, name: string): { path: number; text: string; old?: Row } {
    const at = parent.text === '' ? name : `${parent.text}/${name}`
    const { path, isNew } = paths.take(parent.path, name, parent.depth + 1, at)
    const old = isNew ? undefined : rowAt(parent.path, path)
    if (old) return { path, text: at, old }
    if (!isNew) paths.keep(path)
    rows++
    text += Buffer.byteLength(at)
    return { path, text: at }
  }

  /** Takes what an earlier entry has put there out of the sums, and all that was below it away. */
  function clear(parent: Folder, path: number): void {
    settle()
    const row = rowAt(parent.path, path)
    if (!row || row.kind === null) return
    grow(parent, -row.size, row.kind === FOLDER ? -row.files : -1)
    if (row.kind !== FOLDER) return
    folders.clear()
    rows -= paths.dropBelow(layer, path)
  }

  function folderAt(names: readonly string[]): Folder {
    let folder = root
    let key = ''
    for (const name of names) {
      key = `${key}/${name}`
      folder = folders.get(key) ?? remember(key, enter(folder, name))
    }
    return folder
  }

  function remember(key: string, folder: Folder): Folder {
    if (folders.size >= REMEMBERED) folders.clear()
    folders.set(key, folder)
    return folder
  }

  /** A folder that something lies in, whether the archive has named it or not. */
  function enter(parent: Folder, name: string): Folder {
    const { path, text: at, old } = pathIn(parent, name)
    if (old?.kind !== FOLDER) {
      if (old) clear(parent, path)
      database.run(PUT, layer, parent.path, path, FOLDER, 0, 0, 1, ...NOTHING)
    }
    return { path, depth: parent.depth + 1, text: at, up: parent, size: 0, files: 0 }
  }

  function hide(parent: number, path: number, column: 'whiteout' | 'opaque'): void {
    database.run(
      `INSERT INTO entry (layer, parent, path, ${column}) VALUES (?, ?, ?, 1)
       ON CONFLICT DO UPDATE SET ${column} = 1`,
      layer,
      parent,
      path,
    )
  }

  function put(names: readonly string[], entry: TarEntry, hash: Buffer | undefined): void {
    const parent = folderAt(names.slice(0, -1))
    const { path, old } = pathIn(parent, names.at(-1) ?? '')
    const kind = FILE_TYPES.indexOf(entry.type)
    const files = kind === FOLDER ? 0 : 1
    const stays = kind === FOLDER && old?.kind === FOLDER
    if (old && !stays) clear(parent, path)
    if (!stays) grow(parent, entry.size, files)
    const sums = stays ? sumsOf(parent, path) : { size: entry.size, files }
    const { size } = sums
    database.run(PUT, layer, parent.path, path, kind, size, sums.files, 0, ...factsOf(entry, hash))
    text += Buffer.byteLength(entry.target ?? '')
  }

  function sumsOf(parent: Folder, path: number): { size: number; files: number } {
    settle()
    return rowAt(parent.path, path) ?? { size: 0, files: 0 }
  }

  function add(entry: TarEntry, hash: Buffer | undefined): void {
    const place = placeOf(entry.path)
    const isLong = Buffer.byteLength(entry.target ?? '') > 4_096
    if (!place || isLong) {
      leftOut++
    } else if (place.kind === 'entry' && place.names.length > 0) {
      put(place.names, entry, hash)
    } else if (place.kind === 'whiteout') {
      const parent = folderAt(place.names.slice(0, -1))
      hide(parent.path, pathIn(parent, place.names.at(-1) ?? '').path, 'whiteout')
    } else if (place.kind === 'opaque') {
      const folder = folderAt(place.names)
      hide(folder.up?.path ?? 0, folder.path, 'opaque')
    }
  }

  database.run(
    'INSERT INTO entry (layer, parent, path, kind, implied) VALUES (?, 0, ?, ?, 1)',
    layer,
    ROOT,
    FOLDER,
  )
  paths.keep(ROOT)

  return {
    add,
    settle,
    get rows() {
      return rows
    },
    get leftOut() {
      return leftOut
    },
    get isFull() {
      return rows >= limits.rows || text >= limits.rows * limits.textBytes
    },
  }
}

const PUT = `
  INSERT INTO entry (
    layer, parent, path, kind, size, files, implied,
    mode, uid, gid, modified, target, hash, offset, sparse
  ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET
    kind = excluded.kind, size = excluded.size, files = excluded.files, implied = excluded.implied,
    mode = excluded.mode, uid = excluded.uid, gid = excluded.gid, modified = excluded.modified,
    target = excluded.target, hash = excluded.hash, offset = excluded.offset, sparse = excluded.sparse`

const NOTHING = [null, null, null, null, null, null, null, 0] as const

function factsOf(entry: TarEntry, hash: Buffer | undefined): readonly SQLInputValue[] {
  const { mode, uid, gid, modified, target, offset, isSparse } = entry
  const owner = [whole(uid), whole(gid)]
  return [mode, ...owner, time(modified), target ?? null, hash ?? null, offset, isSparse ? 1 : 0]
}

/** Numbers that a header may claim and nobody means. */
const whole = (value: number): number | null =>
  Number.isSafeInteger(value) && value >= 0 ? value : null

const time = (value: number): number | null => (Math.abs(value) <= 8.64e15 ? value : null)
