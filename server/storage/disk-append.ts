import { constants, mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { OffsetConflict } from './driver.ts'
import { unlessAbsent } from './disk-errors.ts'

/** Bytes gathered before they are written in one call. */
const BATCH = 1024 * 1024
/** Chunks gathered at most: a client may send single bytes, each of which costs far more than itself. */
const MOST_CHUNKS = 1024
/** Bytes written before a sync is started behind the writer's back, so that the last one has little left to do. */
const SYNC_EVERY = 32 * 1024 * 1024

/**
 * Adds `body` at the end of the file, which must be `offset` bytes long: gathers a batch while the
 * one before is being written, so that at most two are held.
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
  const writer = createWriter(handle, offset)
  try {
    const { size } = await handle.stat()
    if (size !== offset) throw new OffsetConflict(file, offset, size)
    try {
      for await (const chunk of body) {
        const wait = writer.add(chunk)
        if (wait) await wait
      }
    } finally {
      await writer.finish()
    }
    return writer.end()
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

interface Writer {
  /** Takes a chunk; returns a promise when the caller has to wait before adding more. */
  add(chunk: Uint8Array): Promise<void> | undefined
  /** Writes what is left and waits for all of it. */
  finish(): Promise<void>
  end(): number
}

function createWriter(handle: FileHandle, offset: number): Writer {
  let batch: Uint8Array[] = []
  let gathered = 0
  let position = offset
  let unsynced = 0
  let writing: Promise<void> = Promise.resolve()
  let syncing: Promise<void> | undefined

  async function write(chunks: Uint8Array[], at: number): Promise<void> {
    let done = 0
    for (let rest = chunks; rest.length > 0; rest = after(rest, done)) {
      done = (await handle.writev(rest, at)).bytesWritten
      at += done
    }
  }

  function flush(): Promise<void> {
    const chunks = batch
    const at = position
    position += gathered
    unsynced += gathered
    batch = []
    gathered = 0
    const before = writing
    writing = before.then(() => write(chunks, at))
    // The failure is met by whoever awaits the next batch or the end.
    writing.catch(() => {})
    if (unsynced >= SYNC_EVERY && !syncing) startSync()
    return before
  }

  function startSync(): void {
    unsynced = 0
    syncing = handle.datasync().finally(() => (syncing = undefined))
    // A failed sync shows again in the sync before the move.
    syncing.catch(() => {})
  }

  return {
    add(chunk) {
      batch.push(chunk)
      gathered += chunk.length
      return gathered >= BATCH || batch.length >= MOST_CHUNKS ? flush() : undefined
    },
    async finish() {
      if (gathered > 0) void flush()
      // Also after a failure: the file is closed next, and nothing may still be using it.
      await syncing?.catch(() => {})
      await writing
    },
    end: () => position,
  }
}

/** What of `chunks` is left after `done` bytes. */
function after(chunks: Uint8Array[], done: number): Uint8Array[] {
  let index = 0
  while (index < chunks.length && done >= (chunks[index]?.length ?? 0)) {
    done -= chunks[index]?.length ?? 0
    index++
  }
  const rest = chunks.slice(index)
  const head = rest[0]
  if (head && done > 0) rest[0] = head.subarray(done)
  return rest
}
