/** The whole of a small body, or all of a larger one still as a stream. */
export interface Head {
  /** All there is, unless there is a `rest`. */
  readonly bytes: Uint8Array
  /** Everything, from the first byte on. */
  readonly rest?: AsyncIterable<Uint8Array>
  /** Why the body broke off after `bytes`. */
  readonly failure?: { readonly reason: unknown }
}

/** Reads `body` until it ends or more than `limit` bytes of it are there. */
export async function takeHead(body: AsyncIterable<Uint8Array>, limit: number): Promise<Head> {
  const iterator = body[Symbol.asyncIterator]()
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    while (length <= limit) {
      const { done, value } = await iterator.next()
      if (done) return { bytes: Buffer.concat(chunks, length) }
      chunks.push(value)
      length += value.length
    }
  } catch (reason) {
    return { bytes: Buffer.concat(chunks, length), failure: { reason } }
  }
  return { bytes: new Uint8Array(), rest: chained(chunks, iterator) }
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
