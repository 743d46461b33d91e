import type { Reading } from '../control/contents-contract.ts'
import type { Digest } from '../oci/digest.ts'
import type { Failures } from './failures.ts'
import type { StoredImage } from './stored-image.ts'
import type { ImageState, LayerState } from './tasks.ts'

/** How far what somebody looks at is read: a whole image, or one layer with all below it. */
export function readingOf(
  image: StoredImage,
  layer: Digest | undefined,
  state: ImageState,
  failures: Failures,
): Reading {
  const upTo = placesUpTo(image, layer)
  const seen = layersUpTo(image, upTo, state)
  const failed = seen.filter(({ digest }) => failures.of(digest) !== undefined)
  const own = seen.find(({ digest }) => digest === layer)
  const isComplete = state.applied >= upTo
  const mergeFailure = failures.of(image.layered.digest)
  const hasFailed = failed.length > 0 || mergeFailure !== undefined
  // A layer is there to be seen even if those below it cannot be read.
  const isEnough = isComplete || (hasFailed && own?.state.state === 'ready')
  const messages = [
    ...(mergeFailure === undefined ? [] : [mergeFailure]),
    ...failed.map(({ digest }) => `layer ${short(digest)}: ${failures.of(digest) ?? ''}`),
    ...seen.flatMap(({ digest, state: { note } }) =>
      note ? [`layer ${short(digest)}: ${note}`] : [],
    ),
    ...(image.elsewhere > 0 && layer === undefined ? [elsewhere(image.elsewhere)] : []),
  ]
  return {
    state: isEnough ? 'ready' : hasFailed ? 'failed' : 'reading',
    doneBytes: sum(seen.map((one) => doneBytes(image, one))),
    totalBytes: sum(seen.map(({ digest }) => image.sizes.get(digest) ?? 0)),
    entries: sum(seen.map(({ state: { entries } }) => entries)),
    ...(messages.length > 0 && { message: messages.join('\n') }),
  }
}

/** How many layers an answer rests on. */
export function placesUpTo({ layered }: StoredImage, layer: Digest | undefined): number {
  return layer === undefined ? layered.layers.length : layered.layers.indexOf(layer) + 1
}

interface SeenLayer {
  readonly digest: Digest
  readonly state: LayerState
}

/** Each once. */
function layersUpTo(
  image: StoredImage,
  upTo: number,
  { layers }: ImageState,
): readonly SeenLayer[] {
  const unknown: LayerState = { state: 'unknown', takenBytes: 0, entries: 0 }
  return [...new Set(image.layered.layers.slice(0, upTo))].map((digest) => ({
    digest,
    state: layers[image.layered.layers.indexOf(digest)] ?? unknown,
  }))
}

function doneBytes({ sizes }: StoredImage, { digest, state }: SeenLayer): number {
  const size = sizes.get(digest) ?? 0
  return state.state === 'ready' ? size : Math.min(size, state.takenBytes)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

const short = (digest: Digest): string => digest.slice(digest.indexOf(':') + 1).slice(0, 12)

const elsewhere = (layers: number): string =>
  layers === 1
    ? '1 layer is not kept in this registry and is not shown'
    : `${layers} layers are not kept in this registry and are not shown`
