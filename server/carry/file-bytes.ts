import type { FileHandle } from 'node:fs/promises'

const CHUNK = 1024 * 1024

/** `length` bytes of an open file from `offset` on; several may be read at once. */
export async function* fileBytes(
  file: FileHandle,
  offset: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  const end = offset + length
  for (let at = offset; at < end;) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, end - at))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) throw new Error('the file has become shorter while it was read')
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
