import type { Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { compressionOf, type Compression } from './decompressed.ts'
import { FrameCutter } from './zstd-frames.ts'

/** Unpacks gzip and zstd as they come, for who gets chunks and does not ask for them. */
export interface Unpacker {
  /** Told by the first bytes: of nothing, `none`. */
  readonly compression: Compression
  /**
   * Resolves when nothing needs the bytes any more; what they unpack to may still come a moment later.
   *
   * @throws what is wrong with the packing, or what `onData` has thrown
   */
  write(bytes: Buffer): Promise<void>
  /** No more come. Resolves when all is unpacked. @throws as `write` */
  end(): Promise<void>
  /** Stops; what is under way fails. */
  destroy(): void
}

const CHUNK = 256 * 1024

/**
 * @param onData gets the unpacked bytes in order, one call after the other; what it throws ends all.
 *   A part that fills its memory is its own to give back
 */
export function createUnpacker(onData: (part: Buffer) => void): Unpacker {
  let head = Buffer.alloc(0)
  let sink: Sink | undefined

  function sinkFor(compression: Compression): Sink {
    if (compression === 'none') return plainSink(onData)
    if (compression === 'gzip') return streamSink(createGunzip({ chunkSize: CHUNK }), onData)
    return framesSink(streamSink(createZstdDecompress({ chunkSize: CHUNK }), onData))
  }

  return {
    get compression() {
      return compressionOf(head)
    },
    async write(bytes) {
      if (sink) return await sink.write(bytes)
      // A few bytes, where somebody sends so few at a time.
      const first = head.length > 0 ? Buffer.concat([head, bytes]) : bytes
      head = Buffer.from(first.subarray(0, 4))
      if (first.length < 4) return
      sink = sinkFor(compressionOf(head))
      await sink.write(first)
    },
    async end() {
      if (!sink && head.length > 0) await (sink = sinkFor('none')).write(head)
      await sink?.end()
    },
    destroy: () => sink?.destroy(),
  }
}

type Sink = Omit<Unpacker, 'compression'>

function plainSink(onData: (part: Buffer) => void): Sink {
  return { write: async (bytes) => onData(bytes), end: async () => {}, destroy: () => {} }
}

/** What comes out is handed on a moment later, so that unpacking goes on meanwhile in its own thread. */
function streamSink(stream: Transform, onData: (part: Buffer) => void): Sink {
  const ended = Promise.withResolvers<void>()
  // Whoever writes or ends is told.
  ended.promise.catch(() => {})
  let failure: Error | undefined
  const fail = (error: unknown): void => {
    failure ??= error as Error
    ended.reject(failure)
    stream.destroy()
  }
  stream.on('error', fail)
  stream.on('close', () => {
    if (!stream.readableEnded) fail(new Error('it was stopped'))
  })
  stream.on('end', () => queueMicrotask(ended.resolve))
  stream.on('data', (part: Buffer) => {
    queueMicrotask(() => {
      if (failure) return
      try {
        onData(part)
      } catch (error) {
        fail(error)
      }
    })
  })
  return {
    async write(bytes) {
      if (failure) throw failure
      const written = new Promise<void>((resolve) => stream.write(bytes, () => resolve()))
      await Promise.race([written, ended.promise])
      if (failure) throw failure
    },
    async end() {
      stream.end()
      await ended.promise
      if (failure) throw failure
    },
    destroy: () => stream.destroy(),
  }
}

function framesSink(inner: Sink): Sink {
  const cutter = new FrameCutter()
  const writeAll = async (parts: readonly Buffer[]): Promise<void> => {
    await Promise.all(parts.map((part) => inner.write(part)))
  }
  return {
    write: (bytes) => writeAll(cutter.cut(bytes)),
    async end() {
      if (cutter.rest.length > 0) await inner.write(cutter.rest)
      await inner.end()
    },
    destroy: inner.destroy,
  }
}
