import type { FileEntry } from '../control/contents-contract.ts'
import type { Digest } from '../oci/digest.ts'
import { contentPlace } from './content-places.ts'
import { openDatabase } from './database.ts'
import { countDifferences, listDifferences, NOTHING_COUNTED, type Pair } from './differences.ts'
import { namesIn } from './entry-place.ts'
import { findFile, listFolder, searchFiles, type FoundFiles, type Scope } from './file-lists.ts'
import { followLinks } from './follow-links.ts'
import { createIndexedImages } from './indexed-images.ts'
import { createIndexedLayers } from './indexed-layers.ts'
import { createRoom } from './room.ts'
import { findWaste, NO_WASTE } from './waste.ts'
import type {
  Found,
  ImagePair,
  LayeredImage,
  Place,
  TaskInput,
  Tasks,
  ThreadData,
} from './tasks.ts'

/** The tasks on a database, which is open until `close`. */
export interface OpenTasks {
  readonly tasks: Tasks
  close(): void
}

/** What the thread of the index does, with its database. */
export function createTasks({ file, limits, anew }: ThreadData): OpenTasks {
  const { database, complaint } = openDatabase(file, anew)
  const room = createRoom(database, limits, Date.now)
  const layers = createIndexedLayers(database, limits, room)
  const images = createIndexedImages(database, layers, room)

  function look(place: Place, find: (scope: Scope) => FoundFiles): Found {
    images.use(place.image)
    const scope = scopeOf(place)
    const found = scope ? find(scope) : { items: [], total: 0 }
    return { ...found, states: [images.state(place.image)] }
  }

  function scopeOf({ image, layer }: Place): Scope | undefined {
    return layer === undefined ? mergedScope(image) : layerScope(image, layer)
  }

  function mergedScope(image: LayeredImage): Scope {
    const { id = 0, applied = 0 } = images.find(image) ?? {}
    const next = image.layers[applied]
    const overlay = next === undefined ? undefined : layers.rowOf(next)?.id
    return { kind: 'merged', image: id, overlay: overlay ?? 0 }
  }

  function layerScope(image: LayeredImage, digest: Digest): Scope | undefined {
    const layer = layers.rowOf(digest)?.id
    if (layer === undefined) return undefined
    const { id = 0, applied = 0 } = images.find(image) ?? {}
    const at = image.layers.indexOf(digest)
    return { kind: 'layer', layer, image: id, at, isCompared: applied > at }
  }

  function findAt(scope: Scope, { path, follow }: TaskInput<'find'>): FileEntry | undefined {
    const find = (names: readonly string[]) => findFile(database, scope, names)
    const names = namesIn(path)
    const followed = names && (follow ? followLinks(names, find, true) : names)
    return followed && followed.length > 0 ? find(followed) : undefined
  }

  function pairOf({ a, b }: ImagePair): Pair | undefined {
    images.use(a)
    images.use(b)
    const [own, other] = [images.whole(a), images.whole(b)]
    return own === undefined || other === undefined ? undefined : { a: own, b: other }
  }

  const tasks: Tasks = {
    open: () => complaint,
    state: images.state,
    begin: ({ digest }) => layers.begin(digest),
    chunk: ({ id, bytes }) => layers.write(id, Buffer.from(bytes.buffer)),
    end: ({ id }) => layers.end(id),
    drop: ({ id }) => layers.drop(id),
    merge: images.merge,
    list: (page) =>
      look(page, (scope) => listFolder(database, scope, namesIn(page.folder) ?? ['..'], page)),
    search: (page) => look(page, (scope) => searchFiles(database, scope, page.search, page)),
    waste(image) {
      images.use(image)
      const id = images.whole(image)
      const found = id === undefined ? NO_WASTE : findWaste(database, id)
      return { found, states: [images.state(image)] }
    },
    compare({ a, b }) {
      const pair = pairOf({ a, b })
      const counted = pair ? countDifferences(database, pair) : NOTHING_COUNTED
      return { counted, states: [images.state(a), images.state(b)] }
    },
    compareFiles({ a, b, ...page }) {
      const pair = pairOf({ a, b })
      const found = pair ? listDifferences(database, pair, page) : { items: [], total: 0 }
      return { ...found, states: [images.state(a), images.state(b)] }
    },
    locate: ({ layer, path }) => contentPlace(database, layer, path),
    find: (place) =>
      look(place, (scope) => {
        const entry = findAt(scope, place)
        return entry ? { items: [entry], total: 1 } : { items: [], total: 0 }
      }),
  }
  return { tasks, close: database.close }
}
