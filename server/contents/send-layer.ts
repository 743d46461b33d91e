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

/** Chunks that the thread has not asked for the next of. */
const AHEAD = 2

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
  const iterator = body[Symbol.asyncIterator]()
  const gone = aborted(signal)
  const sent: Promise<boolean>[] = []
  try {
    for (;;) {
      const { done, value } = await Promise.race([iterator.next(), gone])
      if (done) break
      const next = thread.give({ id, bytes: copyOf(value) })
      next.catch(() => {})
      sent.push(next)
      if (sent.length > AHEAD && !(await Promise.race([sent.shift(), gone]))) break
    }
    await Promise.race([Promise.all(sent), gone])
  } finally {
    // Not waited for: it may be the very thing that hangs.
    void body.close().catch(() => {})
    void iterator.return?.().catch(() => {})
  }
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

/** Storage may lend its chunks, or keep them itself: what is given away has to be our own. */
function copyOf(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(chunk.byteLength)
  copy.set(chunk)
  return copy
}
