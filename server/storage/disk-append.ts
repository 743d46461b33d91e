import { constants, mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { openBatches } from './disk-batches.ts'
import { unlessAbsent } from './disk-errors.ts'
import { OffsetConflict } from './driver.ts'

/**
 * Adds `body` at the end of the file, which must be `offset` bytes long.
 *
 * @returns the new length
 * @throws OffsetConflict; otherwise what `body` or the file system threw, after all that came before is written
 */
export async function appendToFile(
  file: string,
  offset: number,
  body: AsyncIterable<Uint8Array>,
): Promise<number> {
  const handle = await openForAppend(file, offset)
  try {
    const { size } = await handle.stat()
    if (size !== offset) throw new OffsetConflict(file, offset, size)
    await using batches = await openBatches(file, handle, offset)
    try {
      for await (const chunk of body) {
        const wait = batches.add(chunk)
        if (wait) await wait
      }
    } finally {
      await batches.finish()
    }
    return batches.end()
  } finally {
    await handle.close()
  }
}

/** Opens a file as it is; at offset 0 one that is missing is made, with its folder. */
async function openForAppend(file: string, offset: number): Promise<FileHandle> {
  if (offset > 0) {
    const handle = await unlessAbsent(open(file, constants.O_RDWR))
    if (!handle) throw new OffsetConflict(file, offset, 0)
    return handle
  }
  // Neither `r+` (must exist) nor `a` (ignores positions) nor `w` (empties) is what an append wants.
  const flags = constants.O_RDWR | constants.O_CREAT
  const handle = await unlessAbsent(open(file, flags))
  if (handle) return handle
  await mkdir(dirname(file), { recursive: true })
  return await open(file, flags)
}
