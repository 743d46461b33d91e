import { Readable } from 'node:stream'
import { giveBack } from '../give-back.ts'
import type { Body } from './driver.ts'
import { sendPieces } from './send-pieces.ts'

/** Bytes as the service sends them. */
export function streamBody(source: NodeJS.ReadableStream): Body {
  const stream = asReadable(source)
  // Whoever reads it meets the failure; nobody reads what was let go of.
  stream.on('error', () => {})
  return {
    [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator](),
    close: async () => void stream.destroy(),
    async sendTo(out) {
      // Not only between two pieces: the next may never come.
      const stop = stopper(stream)
      if (out.destroyed) stop()
      out.on('close', stop)
      try {
        await sendPieces(stream, out, giveBack)
      } finally {
        out.off('close', stop)
        stream.destroy()
      }
    },
  }
}

const stopper = (stream: Readable) => (): void =>
  void stream.destroy(new Error('the client went away'))

/** The SDK promises less than it gives. */
function asReadable(stream: NodeJS.ReadableStream): Readable {
  return stream instanceof Readable ? stream : Readable.from(stream)
}
