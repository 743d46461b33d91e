import { Readable, type Writable } from 'node:stream'
import { giveBack } from '../give-back.ts'
import type { Body } from './driver.ts'

/**
 * Bytes as the service sends them.
 * @param unavailable what to throw when it breaks off
 */
export function streamBody(
  source: NodeJS.ReadableStream,
  unavailable: (reason: unknown) => Error,
): Body {
  const stream = asReadable(source)
  // Whoever reads it meets the failure; nobody reads what was let go of.
  stream.on('error', () => {})
  return {
    async *[Symbol.asyncIterator]() {
      try {
        yield* stream
      } catch (reason) {
        throw unavailable(reason)
      }
    },
    close: async () => void stream.destroy(),
    async sendTo(out) {
      try {
        await flow(stream, out)
      } catch (reason) {
        throw out.destroyed ? reason : unavailable(reason)
      } finally {
        stream.destroy()
      }
    },
  }
}

/**
 * Hands every chunk on as it comes. An iterator would first join those that have come in the meantime,
 * which costs a copy of all bytes and leaves the chunks to the collector; here each is given back as
 * soon as it is sent. The client may also go between two chunks: the next may never come.
 */
function flow(stream: Readable, out: Writable): Promise<void> {
  const ended = Promise.withResolvers<void>()
  const gone = (): void => ended.reject(new Error('the client went away'))
  const resume = (): void => void stream.resume()
  if (out.destroyed) gone()
  out.on('close', gone)
  out.on('drain', resume)
  stream.on('end', ended.resolve)
  stream.on('error', ended.reject)
  stream.on('data', (chunk: Buffer) => {
    const taken = out.write(chunk, (error) => {
      // After a failure the socket may still hold the bytes.
      if (!error) giveBack(chunk)
    })
    if (!taken) stream.pause()
  })
  return ended.promise.finally(() => {
    out.off('close', gone)
    out.off('drain', resume)
  })
}

/** The SDK promises less than it gives. */
function asReadable(stream: NodeJS.ReadableStream): Readable {
  return stream instanceof Readable ? stream : Readable.from(stream)
}
