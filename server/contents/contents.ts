import type { Reading } from '../control/contents-contract.ts'
import type { Input, Output } from '../control/contract.ts'
import type { Log } from '../log.ts'
import type { Digest } from '../oci/digest.ts'
import { ControlError } from '../control/control-error.ts'
import type { Registry } from '../registry/registry.ts'
import type { ContentPlace } from './content-places.ts'
import { openContent, type FileContent } from './file-content.ts'
import { viewOf } from './file-view.ts'
import { createFailures } from './failures.ts'
import { createImageReadings, type StartTimer } from './image-readings.ts'
import { startIndexThread } from './index-thread.ts'
import { createLayerReadings } from './layer-readings.ts'
import { LIMITS, type Limits } from './limits.ts'
import { placesUpTo, readingOf } from './progress.ts'
import { layerNamed, storedImage, type StoredImage } from './stored-image.ts'
import type { Found, ImageState, Place } from './tasks.ts'

/**
 * The files inside images. The methods are those of the contract; they throw `ControlError`, or what the
 * registry and its storage throw.
 */
export interface Contents {
  listFiles(input: Input<'files.list'>): Promise<Output<'files.list'>>
  searchFiles(input: Input<'files.search'>): Promise<Output<'files.search'>>
  getFile(input: Input<'files.get'>): Promise<Output<'files.get'>>
  findWaste(input: Input<'images.waste'>): Promise<Output<'images.waste'>>
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
  readonly startTimer?: StartTimer
}

type ImageInput = Input<'images.waste'>

/** Milliseconds that an answer waits for, so that what is read quickly is told at once. */
const SOON = 250

export function openContents(parts: ContentsParts): Contents {
  const { registry, file, log, limits = LIMITS, startTimer = timer } = parts
  const thread = startIndexThread({ file, limits })
  const failures = createFailures((layer, cause) =>
    log.warn('a layer could not be looked into', { layer, cause }),
  )
  const layers = createLayerReadings(registry.blobs, thread)
  const readings = createImageReadings({ thread, layers, failures, startTimer })
  let isOpened: Promise<void> | undefined

  async function open(): Promise<void> {
    const complaint = await thread.ask('open', undefined)
    if (complaint === undefined) return
    log.warn('the index of files cannot be used and is made anew', { file, cause: complaint })
  }

  /** Asks the index; what is not there yet begins to be read, and is waited for a moment. */
  async function look<T extends { readonly state: ImageState }>(
    image: StoredImage,
    layer: Digest | undefined,
    find: () => Promise<T>,
  ): Promise<Omit<T, 'state'> & { readonly reading: Reading }> {
    let found = await find()
    if (found.state.applied < placesUpTo(image, layer)) {
      await soon(readings.ask(image, layer), startTimer)
      found = await find()
    }
    const { state, ...rest } = found
    return { ...rest, reading: readingOf(image, layer, state, failures) }
  }

  async function imageOf(input: ImageInput): Promise<StoredImage> {
    await (isOpened ??= open())
    return await storedImage(registry, input.repository, input.digest)
  }

  async function lookAt(
    input: ImageInput & { readonly layer?: string | undefined },
    find: (place: Place) => Promise<Found>,
  ) {
    const image = await imageOf(input)
    const layer = input.layer === undefined ? undefined : layerNamed(image, input.layer)
    return await look(image, layer, () => find({ image: image.layered, layer }))
  }

  async function openFile(input: Input<'files.view'>, signal: AbortSignal): Promise<FileContent> {
    const image = await imageOf(input)
    const digest = layerNamed(image, input.layer)
    const locate = () => thread.ask('locate', { layer: digest, path: input.path })
    let place = await locate()
    if (place.kind === 'unread') {
      await soon(readings.ask(image, digest), startTimer)
      place = await locate()
    }
    return await openContent(registry.blobs, { ...image, digest }, fileAt(place), signal)
  }

  let closed: Promise<void> | undefined
  async function close(): Promise<void> {
    const stopped = Promise.all([readings.close(), layers.close()])
    await thread.close()
    await stopped
  }

  return {
    listFiles: ({ folder, sort, descending = false, offset, limit, ...input }) =>
      lookAt(input, (place) =>
        thread.ask('list', { ...place, folder, sort, descending, offset, limit }),
      ),
    searchFiles: ({ search, offset, limit, ...input }) =>
      lookAt(input, (place) => thread.ask('search', { ...place, search, offset, limit })),
    async getFile({ path, follow = false, ...input }) {
      const { items, reading } = await lookAt(input, (place) =>
        thread.ask('find', { ...place, path, follow }),
      )
      const [entry] = items
      return { ...(entry && { entry }), reading }
    },
    async findWaste(input) {
      const image = await imageOf(input)
      const { found, reading } = await look(image, undefined, () =>
        thread.ask('waste', image.layered),
      )
      return { ...found, reading }
    },
    async viewFile(input, signal = new AbortController().signal) {
      return await viewOf(await openFile(input, signal))
    },
    openFile,
    close: () => (closed ??= close()),
  }
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

const timer: StartTimer = (work, milliseconds) => {
  const started = setTimeout(work, milliseconds).unref()
  return () => clearTimeout(started)
}

async function soon(work: Promise<unknown>, startTimer: StartTimer): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const callOff = startTimer(resolve, SOON)
  const settled = work.catch(() => {})
  await Promise.race([promise, settled])
  callOff()
}
