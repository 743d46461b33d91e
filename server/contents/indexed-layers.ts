import type { Digest } from '../oci/digest.ts'
import type { Database } from './database.ts'
import { createLayerReading, type LayerReading } from './layer-reading.ts'
import type { Limits } from './limits.ts'
import type { LayerState } from './tasks.ts'

/** The layers that the index has, and those that are being read into it. */
export interface IndexedLayers {
  /** Undefined when it is there already. */
  begin(digest: Digest): number | undefined
  write(id: number, bytes: Uint8Array): Promise<boolean>
  end(id: number): Promise<void>
  drop(id: number): void
  state(digest: Digest): LayerState
  /** Of one that is there, or being read. */
  idOf(digest: Digest): number | undefined
}

interface LayerRow {
  readonly id: number
  readonly complete: number
  readonly rows: number
  readonly packed: number
  readonly note: string | null
}

const UNKNOWN: LayerState = { state: 'unknown', takenBytes: 0, entries: 0 }

export function createIndexedLayers(database: Database, limits: Limits): IndexedLayers {
  const readings = new Map<number, LayerReading>()
  for (const { id } of database.all<LayerRow>('SELECT * FROM layer WHERE NOT complete')) forget(id)

  function rowOf(digest: Digest): LayerRow | undefined {
    return database.get('SELECT * FROM layer WHERE digest = ?', digest)
  }

  /** Its rows are nobody's from now on. */
  function forget(id: number): void {
    database.change(() => {
      database.run("INSERT INTO gone (what, id) VALUES ('layer', ?)", id)
      database.run('DELETE FROM layer WHERE id = ?', id)
    })
  }

  function drop(id: number): void {
    const reading = readings.get(id)
    readings.delete(id)
    if (!reading) return
    reading.drop()
    forget(id)
  }

  return {
    begin(digest) {
      const known = rowOf(digest)
      if (known?.complete) return undefined
      if (known) drop(known.id)
      const { id } = database.run(
        'INSERT INTO layer (digest, used_at) VALUES (?, ?)',
        digest,
        Date.now(),
      )
      const reading = createLayerReading(database, { id, digest }, limits, (read) => {
        database.run(
          `UPDATE layer SET complete = 1, rows = ?, packed = ?, unpacked = ?, compression = ?, note = ?
           WHERE id = ?`,
          read.rows,
          read.packed,
          read.unpacked,
          read.compression,
          read.note ?? null,
          id,
        )
      })
      readings.set(id, reading)
      return id
    },

    write: async (id, bytes) => (await readings.get(id)?.write(bytes)) ?? false,

    async end(id) {
      try {
        await readings.get(id)?.end()
        readings.delete(id)
      } catch (error) {
        drop(id)
        throw error
      }
    },

    drop,

    state(digest) {
      const row = rowOf(digest)
      if (!row) return UNKNOWN
      const reading = readings.get(row.id)
      return {
        state: row.complete ? 'ready' : 'reading',
        takenBytes: reading?.takenBytes ?? row.packed,
        entries: reading?.rows ?? row.rows,
        ...(row.note !== null && { note: row.note }),
      }
    },

    idOf: (digest) => rowOf(digest)?.id,
  }
}
