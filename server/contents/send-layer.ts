import type { Digest } from '../oci/digest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Blobs } from '../registry/blobs.ts'
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
 * Reads a layer into the index, at the pace of the thread that has it. Ends early when `signal` says so:
 * then nothing of the layer stays.
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
    await sendBytes(blobs, thread, { repository, digest }, id, signal)
    signal.throwIfAborted()
    await thread.ask('end', { id })
  } catch (error) {
    // Whatever it was, the next to ask begins anew; a thread that ended has forgotten it by itself.
    await thread.ask('drop', { id }).catch(() => {})
    if (!signal.aborted) throw error
  }
}

async function sendBytes(
  blobs: Blobs,
  thread: IndexThread,
  { repository, digest }: LayerOf,
  id: number,
  signal: AbortSignal,
): Promise<void> {
  const opened = await blobs.open(repository, digest)
  if (!opened) throw new MissingLayer()
  // Storage that does not answer must not keep anybody.
  const stop = (): void => void opened.body.close().catch(() => {})
  signal.addEventListener('abort', stop)
  const sent: Promise<boolean>[] = []
  try {
    for await (const chunk of opened.body) {
      if (signal.aborted) return
      const next = thread.give({ id, bytes: copyOf(chunk) })
      next.catch(() => {})
      sent.push(next)
      if (sent.length > AHEAD && !(await sent.shift())) return
    }
    await Promise.all(sent)
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Storage may lend its chunks, or keep them itself: what is given away has to be our own. */
function copyOf(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(chunk.byteLength)
  copy.set(chunk)
  return copy
}
