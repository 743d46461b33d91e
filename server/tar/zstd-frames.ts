/**
 * Cuts the chunks of a zstd stream so that none goes beyond the end of a frame, and leaves frames out
 * that are to be skipped (RFC 8878, 3.1). Node's decompressor takes several frames, but drops what follows
 * one in the same chunk.
 */
export class FrameCutter {
  readonly #walk = new FrameWalk()
  #held: Buffer = Buffer.alloc(0)

  /** Parts of the chunk, and of what was left of the one before. */
  cut(chunk: Buffer): readonly Buffer[] {
    const parts: Buffer[] = []
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk
    // What kind of frame begins is told by its first four bytes.
    while (rest.length >= (this.#walk.isAtFrame ? 4 : 1)) {
      const { length, skip } = this.#walk.next(rest)
      if (!skip) parts.push(rest.subarray(0, length))
      rest = rest.subarray(length)
    }
    this.#held = Buffer.from(rest)
    return parts
  }

  /** What is left when no more come: less than the beginning of a frame. */
  get rest(): Buffer {
    return this.#held
  }
}

/** The same for chunks that are asked for. */
export async function* zstdFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const cutter = new FrameCutter()
  for await (const chunk of source) yield* cutter.cut(chunk)
  if (cutter.rest.length > 0) yield cutter.rest
}

const SKIPPABLE_FIRST = 0x184d2a50

/** Where a frame ends is known only by walking over its blocks. */
class FrameWalk {
  #state: 'magic' | 'skippable size' | 'descriptor' | 'block' | 'bytes' = 'magic'
  /** Bytes of what `#state` needs, as far as they have come. */
  #seen: number[] = []
  /** Of `bytes`: how many are left, and what comes then. */
  #left = 0
  #then: 'magic' | 'block' = 'magic'
  #skip = false
  #checksum = 0

  /** How many bytes of `chunk` belong together, at least one; at the beginning of a frame it takes four. */
  next(chunk: Buffer): { readonly length: number; readonly skip: boolean } {
    if (this.isAtFrame) this.#skip = isSkippable(chunk)
    const skip = this.#skip
    let at = 0
    do at += this.#step(chunk, at)
    while (at < chunk.length && !this.isAtFrame)
    return { length: at, skip }
  }

  get isAtFrame(): boolean {
    return this.#state === 'magic' && this.#seen.length === 0
  }

  #step(chunk: Buffer, at: number): number {
    if (this.#state === 'bytes') {
      const count = Math.min(this.#left, chunk.length - at)
      this.#left -= count
      if (this.#left === 0) this.#enter(this.#then)
      return count
    }
    this.#seen.push(chunk[at] ?? 0)
    this.#look()
    return 1
  }

  #enter(state: 'magic' | 'block'): void {
    this.#state = state
    this.#seen = []
  }

  #pass(bytes: number, then: 'magic' | 'block'): void {
    this.#seen = []
    this.#state = 'bytes'
    this.#left = bytes
    this.#then = then
    if (bytes === 0) this.#enter(then)
  }

  #look(): void {
    const seen = Buffer.from(this.#seen)
    if (this.#state === 'magic' && seen.length === 4) {
      this.#seen = []
      this.#state = this.#skip ? 'skippable size' : 'descriptor'
    } else if (this.#state === 'skippable size' && seen.length === 4) {
      this.#pass(seen.readUInt32LE(), 'magic')
    } else if (this.#state === 'descriptor') {
      this.#lookAtDescriptor(seen[0] ?? 0)
    } else if (this.#state === 'block' && seen.length === 3) {
      this.#lookAtBlock(seen.readUIntLE(0, 3))
    }
  }

  /** RFC 8878, 3.1.1.1. */
  #lookAtDescriptor(descriptor: number): void {
    const isSingle = (descriptor & 0x20) !== 0
    this.#checksum = (descriptor & 0x04) !== 0 ? 4 : 0
    const dictionary = [0, 1, 2, 4][descriptor & 0x03] ?? 0
    const contentSize = [isSingle ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0
    this.#pass((isSingle ? 0 : 1) + dictionary + contentSize, 'block')
  }

  /** RFC 8878, 3.1.1.2: one bit tells the last, two the type, the rest the size. */
  #lookAtBlock(header: number): void {
    const isLast = (header & 1) !== 0
    const isRepeated = ((header >>> 1) & 3) === 1
    const size = isRepeated ? 1 : header >>> 3
    if (isLast) this.#pass(size + this.#checksum, 'magic')
    else this.#pass(size, 'block')
  }
}

const isSkippable = (frame: Buffer): boolean => frame.readUInt32LE() >>> 4 === SKIPPABLE_FIRST >>> 4
