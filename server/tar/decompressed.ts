import { pipeline } from 'node:stream/promises'
import { PassThrough, Readable, type Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { zstdFrames } from './zstd-frames.ts'

const CHUNK = 256 * 1024

/** How a stream is packed, told by its first bytes. */
export type Compression = 'none' | 'gzip' | 'zstd'

/** @param head at least 4 bytes, unless there are no more */
export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  const isZstd = head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd && head[0] === 0x28
  // A skippable frame may come first (RFC 8878, 3.1.2).
  const isSkippable =
    ((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18
  return isZstd || isSkippable ? 'zstd' : 'none'
}

export interface Unpacked {
  readonly compression: Compression
  readonly body: AsyncIterable<Buffer>
}

/** Unpacks gzip and zstd; anything else comes as it is. Ending `body` early ends the source. */
export async function decompressed(source: AsyncIterable<Uint8Array>): Promise<Unpacked> {
  const iterator = source[Symbol.asyncIterator]()
  const head: Buffer[] = []
  let length = 0
  while (length < 4) {
    const { done, value } = await iterator.next()
    if (done) break
    head.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength))
    length += value.byteLength
  }
  const compression = compressionOf(Buffer.concat(head).subarray(0, 4))
  return { compression, body: unpack(rejoined(head, iterator), compression) }
}

function unpack(source: AsyncIterable<Buffer>, compression: Compression): AsyncIterable<Buffer> {
  if (compression === 'none') return source
  return compression === 'gzip'
    ? through(source, createGunzip({ chunkSize: CHUNK }))
    : through(zstdFrames(source), createZstdDecompress({ chunkSize: CHUNK }))
}

async function* rejoined(
  head: readonly Buffer[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Buffer> {
  try {
    yield* head
    for (;;) {
      const { done, value } = await rest.next()
      if (done) return
      yield Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    }
  } finally {
    await rest.return?.()
  }
}

async function* through(
  source: AsyncIterable<Buffer>,
  transform: Transform,
): AsyncGenerator<Buffer> {
  const out = new PassThrough({ highWaterMark: 1 })
  const done = pipeline(Readable.from(source), transform, out)
  // Told by `out` as well, to whoever reads it.
  done.catch(() => undefined)
  try {
    yield* out as AsyncIterable<Buffer>
  } finally {
    out.destroy()
    await done.catch(() => undefined)
  }
}
