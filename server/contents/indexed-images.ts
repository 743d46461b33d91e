import type { Database } from './database.ts'
import type { IndexedLayers } from './indexed-layers.ts'
import { applyLayer } from './merge.ts'
import type { Room } from './room.ts'
import type { ImageState, LayeredImage } from './tasks.ts'

/** The merged file systems that the index has. */
export interface IndexedImages {
  find(image: LayeredImage): IndexedImage | undefined
  /** The id of one whose layers are all merged; 0 where there is none. */
  whole(image: LayeredImage): number | undefined
  state(image: LayeredImage): ImageState
  /** Lays the next layer above the others, if it is there. @returns how many are merged now */
  merge(image: LayeredImage): number
  /** Notes that somebody looks at it. */
  use(image: LayeredImage): void
}

export interface IndexedImage {
  readonly id: number
  readonly applied: number
}

/** Milliseconds after which a use is noted again. */
const MOMENT = 10_000

export function createIndexedImages(
  database: Database,
  layers: IndexedLayers,
  room: Room,
): IndexedImages {
  const find = ({ digest }: LayeredImage): IndexedImage | undefined =>
    database.get('SELECT id, applied FROM image WHERE digest = ?', digest)

  function take(image: LayeredImage): IndexedImage {
    const known = find(image)
    if (known) return known
    const { id } = database.run(
      'INSERT INTO image (digest, used_at) VALUES (?, ?)',
      image.digest,
      Date.now(),
    )
    return { id, applied: 0 }
  }

  return {
    find,

    whole(image) {
      if (image.layers.length === 0) return 0
      const found = find(image)
      return found?.applied === image.layers.length ? found.id : undefined
    },

    state(image) {
      return { applied: find(image)?.applied ?? 0, layers: image.layers.map(layers.state) }
    },

    merge(image) {
      const { id, applied } = take(image)
      const next = image.layers[applied]
      if (next === undefined || layers.state(next).state !== 'ready') return applied
      const layer = layers.rowOf(next)?.id ?? 0
      database.change(() => {
        applyLayer(database, { image: id, at: applied, layer })
        room.make(0)
      })
      return applied + 1
    },

    use({ digest, layers: digests }) {
      const now = Date.now()
      for (const layer of digests) {
        database.run(
          'UPDATE layer SET used_at = ?1 WHERE digest = ?2 AND used_at < ?1 - ?3',
          now,
          layer,
          MOMENT,
        )
      }
      database.run(
        'UPDATE image SET used_at = ?1 WHERE digest = ?2 AND used_at < ?1 - ?3',
        now,
        digest,
        MOMENT,
      )
    },
  }
}
