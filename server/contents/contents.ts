import type { Input, Output } from '../control/contract.ts'
import { ControlError } from '../control/control-error.ts'
import type { Log } from '../log.ts'
import type { Registry } from '../registry/registry.ts'
import { CLOCK, type Clock } from './clock.ts'
import { compareImages, readingOfBoth } from './compare-images.ts'
import type { ContentPlace } from './content-places.ts'
import { createFailures } from './failures.ts'
import { openContent, type FileContent } from './file-content.ts'
import { viewOf } from './file-view.ts'
import { createImageReadings } from './image-readings.ts'
import { startIndexThread, type IndexThread } from './index-thread.ts'
import { createLayerReadings } from './layer-readings.ts'
import { LIMITS, type Limits } from './limits.ts'
import { createLooks } from './looks.ts'
import { layerNamed, storedImage, type StoredImage } from './stored-image.ts'
import type { Found, Place } from './tasks.ts'

/**
 * The files inside images. The methods are those of the contract; they throw `ControlError`, or what the
 * registry and its storage throw.
 */
export interface Contents {
  listFiles(input: Input<'files.list'>): Promise<Output<'files.list'>>
  searchFiles(input: Input<'files.search'>): Promise<Output<'files.search'>>
  getFile(input: Input<'files.get'>): Promise<Output<'files.get'>>
  findWaste(input: Input<'images.waste'>): Promise<Output<'images.waste'>>
  compareImages(input: Input<'images.compare'>): Promise<Output<'images.compare'>>
  compareFiles(input: Input<'images.compareFiles'>): Promise<Output<'images.compareFiles'>>
  viewFile(input: Input<'files.view'>, signal?: AbortSignal): Promise<Output<'files.view'>>
  /** Its body is to be read to its end, or left by the signal. */
  openFile(input: Input<'files.view'>, signal: AbortSignal): Promise<FileContent>
  /** Stops all that is under way. Safe to call twice. */
  close(): Promise<void>
}

export interface ContentsParts {
  readonly registry: Registry
  /** Of the index, which is made when it is missing; undefined: a temporary one. */
  readonly file: string | undefined
  readonly log: Log
  readonly limits?: Limits
  readonly clock?: Clock
}

export function openContents(parts: ContentsParts): Contents {
  const { registry, file, log, limits = LIMITS, clock = CLOCK } = parts
  const { blobs } = registry
  const thread = startIndexThread({ file, limits }, (cause) =>
    log.warn('the index of files is made anew', { file, cause }),
  )
  const failures = createFailures(
    (what, cause) => log.warn('an image could not be looked into', { what, cause }),
    clock.now,
  )
  const layers = createLayerReadings(blobs, thread)
  const readings = createImageReadings({ thread, layers, failures, clock })
  const looks = createLooks({ readings, failures, clock })
  const opened = onlyOnce(() => open(thread, file, log))

  /** Only of what the repository has at this moment anything is told. */
  async function imageOf(input: Input<'images.waste'>): Promise<StoredImage> {
    await opened()
    return await storedImage(registry, input.repository, input.digest)
  }

  async function pairOf({ a, b }: Input<'images.compare'>) {
    const [own, other] = await Promise.all([imageOf(a), imageOf(b)])
    return { wanted: [{ image: own }, { image: other }], a: own, b: other }
  }

  async function lookAt(
    input: Pick<Input<'files.list'>, 'repository' | 'digest' | 'layer'>,
    find: (place: Place) => Promise<Found>,
  ) {
    const image = await imageOf(input)
    const layer = input.layer === undefined ? undefined : layerNamed(image, input.layer)
    const { found, readings } = await looks.at([{ image, layer }], () =>
      find({ image: image.layered, layer }),
    )
    const { items, total } = found
    return { items, total, reading: readings[0] ?? UNKNOWN }
  }

  async function openFile(input: Input<'files.view'>, signal: AbortSignal): Promise<FileContent> {
    const image = await imageOf(input)
    const layer = layerNamed(image, input.layer)
    const locate = () => thread.look('locate', { layer, path: input.path })
    let place = await locate()
    if (place.kind === 'unread') {
      await looks.read({ image, layer })
      place = await locate()
    }
    const { repository } = image
    return await openContent(blobs, { repository, digest: layer }, fileAt(place), signal)
  }

  return {
    listFiles: ({ folder, sort, descending = false, offset, limit, ...input }) =>
      lookAt(input, (place) =>
        thread.look('list', { ...place, folder, sort, descending, offset, limit }),
      ),

    searchFiles: ({ search, offset, limit, ...input }) =>
      lookAt(input, (place) => thread.look('search', { ...place, search, offset, limit })),

    async getFile({ path, follow = false, ...input }) {
      const { items, reading } = await lookAt(input, (place) =>
        thread.look('find', { ...place, path, follow }),
      )
      const [entry] = items
      return { ...(entry && { entry }), reading }
    },

    async findWaste(input) {
      const image = await imageOf(input)
      const { found, readings } = await looks.at([{ image }], () =>
        thread.look('waste', image.layered),
      )
      return { ...found.found, reading: readings[0] ?? UNKNOWN }
    },

    async compareImages(input) {
      const { wanted, a, b } = await pairOf(input)
      const { found, readings } = await looks.at(wanted, () =>
        thread.look('compare', { a: a.layered, b: b.layered }),
      )
      const reading = readingOfBoth(readings[0] ?? UNKNOWN, readings[1] ?? UNKNOWN)
      return { reading, ...(await compareImages(blobs, a, b)), ...found.counted }
    },

    async compareFiles({ offset, limit, search, change, ...input }) {
      const { wanted, a, b } = await pairOf(input)
      const { found } = await looks.at(wanted, () =>
        thread.look('compareFiles', { a: a.layered, b: b.layered, offset, limit, search, change }),
      )
      const { items, total } = found
      return { items, total }
    },

    async viewFile(input, signal = new AbortController().signal) {
      return await viewOf(await openFile(input, signal))
    },

    openFile,

    close: onlyOnce(async () => {
      const stopped = Promise.all([readings.close(), layers.close()])
      await thread.close()
      await stopped
    }),
  }
}

const UNKNOWN = { state: 'reading', doneBytes: 0, totalBytes: 0, entries: 0 } as const

/** Unless it fails. */
function onlyOnce(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () =>
    (done ??= work().catch((error: unknown) => {
      done = undefined
      throw error
    }))
}

async function open(thread: IndexThread, file: string | undefined, log: Log): Promise<void> {
  const complaint = await thread.ask('open', undefined)
  if (complaint === undefined) return
  log.warn('the index of files cannot be used and is made anew', { file, cause: complaint })
}

/** @throws ControlError NOT_FOUND, INVALID_INPUT where it has no content, UNAVAILABLE while it is read */
function fileAt(place: ContentPlace): Extract<ContentPlace, { kind: 'file' }> {
  switch (place.kind) {
    case 'file':
      return place
    case 'nothing':
      throw new ControlError('NOT_FOUND', 'the layer has no such file')
    case 'refused':
      throw new ControlError('INVALID_INPUT', place.why, 'path')
    case 'unread':
      throw new ControlError('UNAVAILABLE', 'the layer is still being read')
  }
}
