import { constants, open, type FileHandle } from 'node:fs/promises'

/** Bytes gathered before they are written. */
const BATCH = 1024 * 1024
/** What direct writes have to be aligned to, in the file and in memory; more than any disk asks for. */
const BLOCK = 4096
/** Idle buffers kept for the next upload. */
const POOLED = 16
/** Bytes written before a sync is started behind the writer's back, so that the last one has little left to do. */
const SYNC_EVERY = 8 * 1024 * 1024

/**
 * Gathers bytes into batches, each while the one before is being written. Never two at once: should
 * the process end, the file must not be longer than what it holds.
 */
export interface Batches {
  /** Takes a chunk, which the caller may reuse; returns a promise when it has to wait before adding more. */
  add(chunk: Uint8Array): Promise<void> | undefined
  /** Writes what is left and waits for all of it; afterwards nothing is running. */
  finish(): Promise<void>
  /** Where the next byte would go. */
  end(): number
}

/** Where batches go: past the page cache if `direct`, else through it. */
interface Target {
  readonly handle: FileHandle
  readonly direct: boolean
}

/**
 * Batches for the end of `file`, which is open as `handle` and `offset` bytes long.
 *
 * Where the file system allows it they go past the page cache (open(2), `O_DIRECT`): copying a layer
 * into memory that somebody else could use, only to write it out from there, costs as much as hashing
 * it, and a sync after it takes as long as the disk needs for all of it.
 */
export async function openBatches(
  file: string,
  handle: FileHandle,
  offset: number,
): Promise<Batches & AsyncDisposable> {
  const direct = offset % BLOCK === 0 ? await openDirect(file) : undefined
  const target = direct ? { handle: direct, direct: true } : { handle, direct: false }
  const batches = createBatches(target, handle, offset)
  return { ...batches, [Symbol.asyncDispose]: async () => direct?.close() }
}

/** Undefined where there is no such thing: other systems, and some file systems of Linux. */
async function openDirect(file: string): Promise<FileHandle | undefined> {
  const { O_DIRECT } = constants as { O_DIRECT?: number }
  if (process.platform !== 'linux' || O_DIRECT === undefined) return undefined
  try {
    return await open(file, constants.O_WRONLY | O_DIRECT)
  } catch {
    return undefined
  }
}

function createBatches(target: Target, buffered: FileHandle, offset: number): Batches {
  let buffer = takeBuffer()
  let filled = 0
  let position = offset
  let unsynced = 0
  let writing: Promise<void> = Promise.resolve()
  let syncing: Promise<void> | undefined

  async function write(bytes: Buffer, length: number, at: number): Promise<void> {
    // The last bytes of a body rarely fill a block, which only the page cache puts up with.
    const aligned = target.direct ? length - (length % BLOCK) : length
    await writeAll(target.handle, bytes, 0, aligned, at)
    await writeAll(buffered, bytes, aligned, length, at + aligned)
  }

  /** Resolves when the batch before is written. */
  function flush(): Promise<void> {
    const [bytes, length, at, before] = [buffer, filled, position, writing]
    position += length
    filled = 0
    buffer = takeBuffer()
    writing = before.then(() => write(bytes, length, at)).finally(() => giveBuffer(bytes))
    // The failure is met by whoever waits for the next batch, or for the end.
    writing.catch(() => {})
    unsynced += target.direct ? 0 : length
    if (unsynced >= SYNC_EVERY && !syncing) startSync()
    return before
  }

  function startSync(): void {
    unsynced = 0
    // A failed sync shows again in the sync before the file gets its name.
    syncing = buffered
      .datasync()
      .catch(() => {})
      .finally(() => (syncing = undefined))
  }

  async function addParts(chunk: Uint8Array): Promise<void> {
    for (let done = 0; done < chunk.length;) {
      const part = chunk.subarray(done, done + BATCH - filled)
      buffer.set(part, filled)
      filled += part.length
      done += part.length
      if (filled < BATCH) return
      await flush()
    }
  }

  return {
    add(chunk) {
      if (filled + chunk.length >= BATCH) return addParts(chunk)
      buffer.set(chunk, filled)
      filled += chunk.length
      return undefined
    },
    async finish() {
      if (filled > 0) void flush().catch(() => {})
      giveBuffer(buffer)
      // Also after a failure: the file is closed next, and nothing may still be using it.
      await syncing
      await writing
    },
    end: () => position,
  }
}

async function writeAll(
  handle: FileHandle,
  bytes: Buffer,
  from: number,
  to: number,
  position: number,
): Promise<void> {
  for (let done = from; done < to;) {
    const { bytesWritten } = await handle.write(bytes, done, to - done, position + done - from)
    done += bytesWritten
  }
}

/** The one thing of it that is used here, of which Node's types know nothing. */
declare const WebAssembly: {
  readonly Memory: new (pages: { initial: number; maximum: number }) => { buffer: ArrayBuffer }
}

const pool: Buffer[] = []

/** Memory of WebAssembly begins at a page, as direct writes need it; ordinary buffers begin anywhere. */
function takeBuffer(): Buffer {
  const pages = BATCH / (64 * 1024)
  const fresh = (): Buffer =>
    Buffer.from(new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer)
  return pool.pop() ?? fresh()
}

function giveBuffer(buffer: Buffer): void {
  if (pool.length < POOLED) pool.push(buffer)
}
