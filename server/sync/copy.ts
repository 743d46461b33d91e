import type { Descriptor } from '../oci/manifest.ts'
import { MAX_MANIFEST_SIZE, parseManifest } from '../oci/manifest.ts'
import { isManifestType, isNonDistributable } from '../oci/media-types.ts'
import { createSlots } from '../storage/slots.ts'
import { chunkOf, type Content, type Fetcher, type Target } from './content.ts'
import { readVerified } from './verified.ts'

export interface CopyOptions {
  readonly signal?: AbortSignal | undefined
  /** Contents under way at once. */
  readonly width?: number
  /** Told how many bytes more the target has now, and whether they moved for it. */
  readonly onBytes?: (count: number, moved: boolean) => void
  /** Told of each manifest that the target did not have, once it has it. */
  readonly onManifest?: (descriptor: Descriptor) => void
}

/** A copy that failed, with what could not be copied; its cause says why. */
export class CopyError extends Error {
  override readonly name = 'CopyError'
  readonly descriptor: Descriptor

  constructor(descriptor: Descriptor, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`${descriptor.digest}: ${why}`, { cause })
    this.descriptor = descriptor
  }
}

const WIDTH = 4

/**
 * Copies a manifest with all that it refers to, exactly as it is: what is there already stays, the rest
 * goes from the bottom up, so that whatever the target shows is whole. When one thing fails, or the
 * signal says so, all ends, and nothing is under way any more when this rejects.
 *
 * @throws CopyError, or the reason of the signal
 */
export async function copyGraph(
  source: Fetcher,
  target: Target,
  root: Descriptor,
  options: CopyOptions = {},
): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([failed.signal, ...(options.signal ? [options.signal] : [])])
  const slots = createSlots(options.width ?? WIDTH)
  const begun = new Map<string, Promise<void>>()
  const asking = { signal }

  /** The same content may be named by several manifests. */
  function copyOnce(descriptor: Descriptor): Promise<void> {
    const known = begun.get(descriptor.digest)
    if (known) return known
    const copied = copy(descriptor).catch((cause: unknown) => {
      // What fails first is what was wrong; it ends all the others.
      failed.abort(cause instanceof CopyError ? cause : new CopyError(descriptor, cause))
      throw failed.signal.reason
    })
    begun.set(descriptor.digest, copied)
    return copied
  }

  const copy = (descriptor: Descriptor): Promise<void> =>
    isManifestType(descriptor.mediaType)
      ? copyManifest(descriptor)
      : slots.run(() => copyBlob(descriptor))

  async function copyManifest(descriptor: Descriptor): Promise<void> {
    const bytes = await slots.run(async () => {
      signal.throwIfAborted()
      if (await target.exists(descriptor, asking)) return undefined
      return await readVerified(descriptor, source.fetch(descriptor, asking), MAX_MANIFEST_SIZE)
    })
    if (!bytes) return
    const { children, blobs } = parseManifest(bytes)
    await everyOne([...children, ...blobs].map(copyOnce))
    await slots.run(() => target.push(descriptor, chunkOf(bytes), asking))
    options.onBytes?.(bytes.length, true)
    options.onManifest?.(descriptor)
  }

  async function copyBlob(descriptor: Descriptor): Promise<void> {
    signal.throwIfAborted()
    const isThere =
      (await target.exists(descriptor, asking)) || (await target.mount?.(descriptor, asking))
    if (isThere) return options.onBytes?.(descriptor.size, false)
    // Others may fetch it from where it lives.
    if (livesElsewhere(descriptor)) return
    const content = source.fetch(descriptor, asking)
    await target.push(descriptor, watched(content, signal, options.onBytes), asking)
  }

  try {
    await copyOnce(root)
  } catch {
    // Every manifest has waited for all that it refers to.
    options.signal?.throwIfAborted()
    throw failed.signal.reason
  }
}

export function livesElsewhere({ mediaType, urls }: Descriptor): boolean {
  return isNonDistributable(mediaType) || (urls !== undefined && urls.length > 0)
}

/** Waits for all, also when one fails. */
async function everyOne(all: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(all)
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure) throw failure.reason
}

async function* watched(
  content: Content,
  signal: AbortSignal,
  onBytes: CopyOptions['onBytes'],
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    signal.throwIfAborted()
    const { length } = chunk
    yield chunk
    onBytes?.(length, true)
  }
}
