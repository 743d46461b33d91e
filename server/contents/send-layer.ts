import { Writable } from 'node:stream'
import type { Digest } from '../oci/digest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Blobs } from '../registry/blobs.ts'
import type { OpenObject } from '../storage/driver.ts'
import type { IndexThread } from './index-thread.ts'

/** A layer of a repository. */
export interface LayerOf {
  readonly repository: RepositoryName
  readonly digest: Digest
}

/** The layer that was to be read is not there. */
export class MissingLayer extends Error {
  override readonly name = 'MissingLayer'

  constructor() {
    super('it is not stored')
  }
}

/**
 * Reads a layer into the index, at the pace of the thread that has it. Ends at once when `signal` says so,
 * whatever storage does: then nothing of the layer stays.
 *
 * @throws MissingLayer, what storage throws, or an Error with the code BROKEN_LAYER
 */
export async function sendLayer(
  blobs: Blobs,
  thread: IndexThread,
  { repository, digest }: LayerOf,
  signal: AbortSignal,
): Promise<void> {
  const id = await thread.ask('begin', { digest })
  if (id === undefined) return
  try {
    const opened = await openUnless(signal, blobs.open(repository, digest))
    await sendBytes(thread, opened, id, signal)
    await thread.ask('end', { id })
  } catch (error) {
    // Whatever it was, the next to ask begins anew; a thread that ended has forgotten it by itself.
    await thread.ask('drop', { id }).catch(() => {})
    if (!signal.aborted) throw error
  }
}

async function openUnless(
  signal: AbortSignal,
  opening: Promise<OpenObject | undefined>,
): Promise<OpenObject> {
  try {
    const opened = await Promise.race([opening, aborted(signal)])
    if (opened) return opened
  } catch (error) {
    void opening.then((late) => late?.body.close()).catch(() => {})
    throw error
  }
  throw new MissingLayer()
}

async function sendBytes(
  thread: IndexThread,
  { body }: OpenObject,
  id: number,
  signal: AbortSignal,
): Promise<void> {
  const sink = createSink(thread, id)
  try {
    // Storage reuses its memory when it sends, and makes new memory for who takes its chunks.
    await Promise.race([body.sendTo(sink.out), aborted(signal)])
    await Promise.race([sink.taken(), aborted(signal)])
  } catch (error) {
    if (!sink.isEnough) throw sink.failure ?? error
  } finally {
    sink.out.destroy()
    // It may hang, and then does not see that nobody takes its bytes any more.
    if (signal.aborted) void body.close().catch(() => {})
  }
}

interface Sink {
  readonly out: Writable
  /** Resolves when all that was written was taken. */
  taken(): Promise<void>
  /** No more is wanted, so that it broke off. */
  readonly isEnough: boolean
  /** What the thread could not do. */
  readonly failure: unknown
}

/** Chunks that the thread has not asked for the next of. */
const AHEAD = 2

/** Gives copies of what is written to the thread: storage may lend its memory. */
function createSink(thread: IndexThread, id: number): Sink {
  const sent: Promise<boolean>[] = []
  let isEnough = false
  let failure: unknown

  async function send(chunk: Uint8Array): Promise<void> {
    const next = thread.give({ id, bytes: copyOf(chunk) })
    next.catch((error: unknown) => (failure ??= error))
    sent.push(next)
    if (sent.length <= AHEAD || (await sent.shift())) return
    isEnough = true
    throw new Error('no more is wanted')
  }

  async function write(chunk: Uint8Array, done: (error?: Error) => void): Promise<void> {
    try {
      await send(chunk)
    } catch (error) {
      done(error as Error)
      return
    }
    done()
  }

  const out = new Writable({
    highWaterMark: 1,
    write: (chunk: Uint8Array, _encoding, done) => void write(chunk, done),
  })
  // Whoever writes is told.
  out.on('error', () => {})
  return {
    out,
    async taken() {
      await Promise.all(sent)
    },
    get isEnough() {
      return isEnough
    },
    get failure() {
      return failure
    },
  }
}

function copyOf(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(chunk.byteLength)
  copy.set(chunk)
  return copy
}

/** Rejects then. */
function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(new Error('nobody asks for it any more'))
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  promise.catch(() => {})
  return promise
}
