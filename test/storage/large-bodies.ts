import { createCipheriv } from 'node:crypto'
import type { StorageDriver } from '../../server/storage/driver.ts'
import { heldBody } from './bytes.ts'

export const MIB = 1024 * 1024

/** Bytes of which no two stretches are alike. */
export const VARIED = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(
  Buffer.alloc(40 * MIB),
)

/** In pieces as they come from a socket, in one and the same memory, which is lent only. */
export async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const lent = Buffer.alloc(65_536)
  for (let at = 0; at < bytes.length; at += lent.length) {
    const piece = bytes.subarray(at, at + lent.length)
    lent.set(piece)
    yield lent.subarray(0, piece.length)
    lent.fill(0)
  }
}

/** Many who stand still: they make the blocks of the others small, and so what is committed at once. */
export async function crowdOn(driver: StorageDriver): Promise<AsyncDisposable> {
  const bodies = Array.from({ length: 40 }, () => heldBody())
  const standing = bodies.map((held, at) => driver.append(`crowd/${at}`, 0, held))
  await Promise.all(bodies.map(({ begun }) => begun))
  return {
    async [Symbol.asyncDispose]() {
      for (const held of bodies) held.end()
      await Promise.all(standing)
    },
  }
}
