import type { FileHandle } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import type { Body } from './driver.ts'

const CHUNK = 1024 * 1024
/** One being read, one in the socket's hands, one to spare: enough to keep both busy. */
const IN_FLIGHT = 3
/** Idle buffers kept for the next download. */
const POOLED = 16

/**
 * `length` bytes of an open file from `first` on, which it closes when done. `sendTo` reuses a few
 * large buffers, each free again when the socket has taken its bytes: fresh ones for every read cost
 * more than the reading.
 */
export function fileBody(handle: FileHandle, first: number, length: number): Body {
  const end = first + length

  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (let at = first; at < end;) {
        const buffer = Buffer.allocUnsafe(Math.min(CHUNK, end - at))
        const bytes = await fill(handle, buffer, at, end)
        at += bytes.length
        yield bytes
      }
    } finally {
      await handle.close()
    }
  }

  return {
    [Symbol.asyncIterator]: chunks,
    close: () => handle.close(),
    async sendTo(out) {
      try {
        await send(handle, first, end, out)
      } finally {
        await handle.close()
      }
    },
  }
}

async function send(handle: FileHandle, first: number, end: number, out: Writable): Promise<void> {
  const sink = createSink(out)
  try {
    for (let at = first; at < end;) {
      const buffer = await sink.buffer(Math.min(CHUNK, end - at))
      const bytes = await fill(handle, buffer, at, end)
      at += bytes.length
      sink.write(bytes, buffer)
    }
    await sink.drained()
  } finally {
    sink.close()
  }
}

/** Fills `buffer` from the file at `at`, at most up to `end`. */
async function fill(handle: FileHandle, buffer: Buffer, at: number, end: number): Promise<Buffer> {
  const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, end - at), at)
  if (bytesRead === 0) throw new Error('the file is shorter than it was when it was opened')
  return bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead)
}

interface Sink {
  /** A buffer free to be filled; waits while all are under way. */
  buffer(size: number): Promise<Buffer>
  write(bytes: Buffer, whole: Buffer): void
  drained(): Promise<void>
  close(): void
}

function createSink(out: Writable): Sink {
  let underWay = 0
  let failure: Error | undefined
  let wake: (() => void) | undefined

  const onClose = (): void => {
    failure ??= new Error('the client went away')
    wake?.()
  }
  out.on('close', onClose)

  async function until(ready: () => boolean): Promise<void> {
    for (;;) {
      if (failure) throw failure
      if (ready()) return
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }

  return {
    async buffer(size) {
      if (out.destroyed) onClose()
      await until(() => underWay < IN_FLIGHT)
      return size === CHUNK ? takeBuffer() : Buffer.allocUnsafe(size)
    },
    write(bytes, whole) {
      underWay++
      out.write(bytes, (error) => {
        underWay--
        // After a failure the socket may still hold the bytes: leave them to the collector.
        if (error) failure ??= error
        else if (whole.length === CHUNK) giveBuffer(whole)
        wake?.()
      })
    },
    drained: () => until(() => underWay === 0),
    close: () => out.off('close', onClose),
  }
}

const pool: Buffer[] = []

function takeBuffer(): Buffer {
  return pool.pop() ?? Buffer.allocUnsafeSlow(CHUNK)
}

function giveBuffer(buffer: Buffer): void {
  if (pool.length < POOLED) pool.push(buffer)
}
