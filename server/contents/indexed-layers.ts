import { randomInt } from 'node:crypto'
import type { Digest } from '../oci/digest.ts'
import type { Database } from './database.ts'
import { createLayerReading, type LayerReading, type ReadLayer } from './layer-reading.ts'
import type { Limits } from './limits.ts'
import type { Room } from './room.ts'
import type { LayerState } from './tasks.ts'

/** The layers that the index has, and those that are being read into it. */
export interface IndexedLayers {
  /** @returns how the reading is called; undefined when the layer is there already */
  begin(digest: Digest): number | undefined
  write(id: number, bytes: Buffer): Promise<boolean>
  end(id: number): Promise<void>
  drop(id: number): void
  state(digest: Digest): LayerState
  /** The row of one that is there, or being read. */
  rowOf(digest: Digest): LayerRow | undefined
}

export interface LayerRow {
  readonly id: number
  readonly complete: number
  readonly rows: number
  readonly packed: number
  readonly note: string | null
}

const UNKNOWN: LayerState = { state: 'unknown', takenBytes: 0, entries: 0 }

export function createIndexedLayers(database: Database, limits: Limits, room: Room): IndexedLayers {
  /** No two that there ever were are called the same: whoever sends may not know that a thread died. */
  const readings = new Map<number, LayerReading>()
  const readingOf = (layer: number): LayerReading | undefined =>
    [...readings.values()].find((reading) => reading.layer === layer)

  function rowOf(digest: Digest): LayerRow | undefined {
    return database.get('SELECT * FROM layer WHERE digest = ?', digest)
  }

  const rowsRead = (): number => [...readings.values()].reduce((sum, { rows }) => sum + rows, 0)
  const onRows = (): void => room.make(rowsRead())

  function start(digest: Digest): LayerReading {
    const { id } = database.run(
      'INSERT INTO layer (digest, used_at) VALUES (?, ?)',
      digest,
      Date.now(),
    )
    const onEnd = (read: ReadLayer): void => {
      complete(database, id, read)
      room.make(rowsRead() - read.rows)
    }
    return createLayerReading(database, { id, digest }, limits, { onRows, onEnd })
  }

  /** Whoever reads it may go on, for nobody. */
  function dropRow({ id }: LayerRow): void {
    for (const [key, reading] of readings) {
      if (reading.layer !== id) continue
      readings.delete(key)
      reading.drop()
    }
    room.dropLayer(id)
  }

  function drop(id: number): void {
    const reading = readings.get(id)
    readings.delete(id)
    reading?.drop()
    if (reading) room.dropLayer(reading.layer)
  }

  for (const row of database.all<LayerRow>('SELECT * FROM layer WHERE NOT complete')) dropRow(row)
  room.sweep()

  return {
    begin(digest) {
      const known = rowOf(digest)
      if (known?.complete) return undefined
      if (known) dropRow(known)
      const id = randomInt(2 ** 47)
      readings.set(id, start(digest))
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
      const reading = readingOf(row.id)
      return {
        state: row.complete ? 'ready' : 'reading',
        takenBytes: reading?.takenBytes ?? row.packed,
        entries: reading?.rows ?? row.rows,
        ...(row.note !== null && { note: row.note }),
      }
    },

    rowOf,
  }
}

function complete(database: Database, id: number, read: ReadLayer): void {
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
}
