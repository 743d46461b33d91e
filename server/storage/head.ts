/** The whole of a small body, or all of a larger one still as a stream. */
export interface Head {
  /** All there is, unless there is a `rest`. */
  readonly bytes: Uint8Array
  /** Everything, from the first byte on. */
  readonly rest?: AsyncIterable<Uint8Array>
  /** Why the body broke off after `bytes`. */
  readonly failure?: { readonly reason: unknown }
}

/** Reads `body`, whose chunks are lent, until it ends or there are more than `limit` bytes of it. */
export async function takeHead(body: AsyncIterable<Uint8Array>, limit: number): Promise<Head> {
  const iterator = body[Symbol.asyncIterator]()
  const room = Buffer.allocUnsafe(limit)
  let length = 0
  const bytes = (): Uint8Array => room.subarray(0, length)
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      if (length + next.value.length > limit) {
        return { bytes: bytes(), rest: chained([bytes(), next.value], iterator) }
      }
      room.set(next.value, length)
      length += next.value.length
    }
    return { bytes: bytes() }
  } catch (reason) {
    return { bytes: bytes(), failure: { reason } }
  }
}

/** Chunks already taken, then the others; whoever leaves early tells the source. */
async function* chained(
  chunks: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      yield next.value
    }
  } finally {
    await iterator.return?.()
  }
}
