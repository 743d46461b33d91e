import { randomBytes } from 'node:crypto'

const KIB = 1024
/** A block at most. */
const BLOCK = 8 * 1024 * KIB
/** Blocks of one upload under way at once, and of all uploads while these are few. */
const WIDTH = 4
const WIDTH_OF_ALL = 8
/** An upload's first buffer: most have no more to hold. */
const FIRST = 64 * KIB

/**
 * Gathers bytes into blocks and stages them, several at a time, for one append to one blob. A staged
 * block is no part of the blob until its id is committed (learn.microsoft.com "Put Block").
 */
export interface Blocks {
  /** Takes a chunk, which the caller may reuse; returns a promise when it has to wait before adding more. */
  add(chunk: Uint8Array): Promise<void> | undefined
  /** Blocks staged, or being staged, since the last `settle`. */
  readonly staged: number
  /** What is gathered and not staged. */
  rest(): Buffer
  /** Stages the rest as well. */
  stageRest(): void
  /** Waits for all that are being staged. @returns the ids since the last time, in the order of their bytes */
  settle(): Promise<readonly string[]>
  /** Waits without caring, and lets go of the memory. */
  close(): Promise<void>
}

let open = 0

/**
 * The more uploads there are, the smaller their blocks and the fewer of them under way, since each also
 * holds one that its client is still filling: a thousand slow clients must not take gigabytes.
 */
function blockSize(): number {
  if (open <= 2) return BLOCK
  if (open <= 8) return BLOCK / 2
  return open <= 32 ? BLOCK / 8 : BLOCK / 32
}

const width = (): number => Math.max(1, Math.min(WIDTH, Math.floor(WIDTH_OF_ALL / open)))

/**
 * @param first the number of the first block in its blob
 * @param stage sends one block; its bytes are used again afterwards
 */
export function createBlocks(
  first: number,
  stage: (id: string, bytes: Buffer) => Promise<unknown>,
): Blocks {
  const nextId = blockIds(first)
  const underWay = new Set<Promise<void>>()
  let ids: string[] = []
  let buffer: Buffer = Buffer.alloc(0)
  let filled = 0
  let size = blockSize()
  let failure: { readonly reason: unknown } | undefined
  open++

  function stageFilled(): void {
    const id = nextId()
    const bytes = buffer
    const done = stage(id, bytes.subarray(0, filled))
      .then(() => {})
      .catch((reason: unknown) => void (failure ??= { reason }))
      .finally(() => {
        underWay.delete(done)
        keepBuffer(bytes)
      })
    underWay.add(done)
    ids.push(id)
    buffer = Buffer.alloc(0)
    filled = 0
    size = blockSize()
  }

  async function addParts(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + size - filled)
      append(part)
      at += part.length
      if (filled < size) return
      stageFilled()
      while (underWay.size >= width()) await Promise.race(underWay)
      if (failure) throw failure.reason
    }
  }

  function append(part: Uint8Array): void {
    if (filled + part.length > buffer.length) {
      // Who has filled one block will fill another.
      const larger = takeBuffer(ids.length > 0 ? size : filled + part.length, size)
      larger.set(buffer.subarray(0, filled))
      keepBuffer(buffer)
      buffer = larger
    }
    buffer.set(part, filled)
    filled += part.length
  }

  return {
    get staged() {
      return ids.length
    },
    add(chunk) {
      if (filled + chunk.length >= size) return addParts(chunk)
      append(chunk)
      return undefined
    },
    rest: () => buffer.subarray(0, filled),
    stageRest() {
      if (filled > 0) stageFilled()
    },
    async settle() {
      await Promise.all(underWay)
      if (failure) throw failure.reason
      const settled = ids
      ids = []
      return settled
    },
    async close() {
      open--
      failure ??= { reason: new Error('the append was given up') }
      await Promise.all(underWay)
      if (open === 0) pool.length = 0
    },
  }
}

const ID = /^\d{8}-[0-9a-f]{16}$/

/**
 * Ids that tell the order of their blocks, all of one length as the service wants it. A random part
 * keeps two writers from replacing each other's staged blocks, and lets each know its own again.
 */
function blockIds(first: number): () => string {
  const writer = randomBytes(8).toString('hex')
  let number = first
  return () => Buffer.from(`${String(number++).padStart(8, '0')}-${writer}`).toString('base64')
}

/** A blob's ids in the order of their bytes; undefined when they are not all from here. */
export function sortIds(ids: readonly string[]): readonly string[] | undefined {
  const decoded = ids.map((id) => Buffer.from(id, 'base64').toString('latin1'))
  if (!decoded.every((text) => ID.test(text))) return undefined
  return decoded.sort().map((text) => Buffer.from(text).toString('base64'))
}

const pool: Buffer[] = []

function takeBuffer(needed: number, size: number): Buffer {
  const length = Math.min(size, Math.max(FIRST, 4 * needed))
  const at = pool.findIndex((buffer) => buffer.length === length)
  return pool.splice(at, at < 0 ? 0 : 1)[0] ?? Buffer.allocUnsafeSlow(length)
}

/**
 * For the next block. The memory is never given back by force: a request that was answered before all
 * of it was sent may still be at it.
 */
function keepBuffer(buffer: Buffer): void {
  if (buffer.length >= BLOCK / 2 && pool.length < WIDTH_OF_ALL) pool.push(buffer)
}
