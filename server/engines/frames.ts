/** Bytes that a process in a container wrote, and where to. */
export interface Frame {
  readonly stream: 'stdout' | 'stderr'
  readonly bytes: Buffer
}

/** Of a frame: which stream, three empty bytes, and the length of what follows, big-endian. */
const HEADER = 8

/**
 * Takes the engine's stream apart in which the two outputs of a process come mixed: Engine API, "Stream
 * format". A long frame comes in the pieces in which it arrives.
 */
export async function* framesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0)
  let stream: Frame['stream'] = 'stdout'
  let missing = 0
  for await (const chunk of source) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    while (missing > 0 ? rest.length > 0 : rest.length >= HEADER) {
      if (missing === 0) {
        stream = rest[0] === 2 ? 'stderr' : 'stdout'
        missing = rest.readUInt32BE(4)
        rest = rest.subarray(HEADER)
        continue
      }
      const bytes = rest.subarray(0, missing)
      rest = rest.subarray(bytes.length)
      missing -= bytes.length
      yield { stream, bytes }
    }
  }
}
