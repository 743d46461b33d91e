import { ControlError } from '../control/control-error.ts'
import type { Blobs } from '../registry/blobs.ts'
import { decompressed } from '../tar/decompressed.ts'
import type { ContentPlace } from './content-places.ts'
import type { LayerOf } from './send-layer.ts'

/** The content of a file. Whoever has it reads `body` to its end, or leaves it early by the signal. */
export interface FileContent {
  readonly size: number
  readonly body: AsyncIterable<Uint8Array>
}

/** Files read at once: each may have to be unpacked from the beginning of its layer. */
const MOST = 16
let reading = 0

type FilePlace = Extract<ContentPlace, { kind: 'file' }>

/**
 * Reads the content of a file out of its layer: only its bytes where the layer is not packed, else all
 * that comes before it too.
 *
 * @param signal ends the reading, whatever storage does
 * @throws ControlError NOT_FOUND when the layer is not stored any more, UNAVAILABLE when too much is
 *   read already, or what storage throws
 */
export async function openContent(
  blobs: Blobs,
  { repository, digest }: LayerOf,
  { size, offset, compression }: FilePlace,
  signal: AbortSignal,
): Promise<FileContent> {
  if (size === 0) return { size, body: empty() }
  if (reading >= MOST) throw new ControlError('UNAVAILABLE', 'too many files are being read')
  const range = compression === 'none' ? { first: offset, last: offset + size - 1 } : undefined
  const opened = await blobs.open(repository, digest, range)
  if (!opened) throw new ControlError('NOT_FOUND', 'the layer is not stored any more')
  const { body } = opened
  const stop = (): void => void body.close().catch(() => {})
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  return { size, body: counted(range ? part(body, 0, size) : unpackedPart(body, offset, size)) }
}

async function* empty(): AsyncGenerator<Uint8Array> {
  // Nothing.
}

async function* counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  reading++
  try {
    yield* body
  } finally {
    reading--
  }
}

async function* unpackedPart(
  body: AsyncIterable<Uint8Array>,
  offset: number,
  size: number,
): AsyncGenerator<Uint8Array> {
  const unpacked = await decompressed(body)
  yield* part(unpacked.body, offset, size)
}

async function* part(
  body: AsyncIterable<Uint8Array>,
  offset: number,
  size: number,
): AsyncGenerator<Uint8Array> {
  let before = offset
  let left = size
  for await (const chunk of body) {
    const own = chunk.subarray(before, before + left)
    before -= Math.min(before, chunk.length)
    left -= own.length
    if (own.length > 0) yield own
    if (left === 0) return
  }
  throw new Error('the layer is shorter than it was when it was read')
}
