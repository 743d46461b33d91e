import { parseManifest, type Descriptor } from '../oci/manifest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import type { SyncEnd } from './end.ts'
import { gatherImage } from './gather.ts'

/** What a tag stands for on one side, as far as that tells. */
export interface Side {
  readonly digest: string
  /** Of all that it refers to, each once, in bytes. */
  readonly bytes: number
  /** When it was built, as its config says: milliseconds since 1970. */
  readonly createdAt?: number
}

/** A config of an image is small; a larger one is not read. */
const MOST = 1024 * 1024

/** @returns undefined where there is no such tag. @throws RegistryError, RemoteError, or the reason of the signal */
export async function lookAtSide(
  end: SyncEnd,
  name: RepositoryName,
  tag: Tag,
  signal: AbortSignal,
): Promise<Side | undefined> {
  const root = (await end.resolveTags(name, [tag], { signal })).get(tag)
  if (!root) return undefined
  const { manifests } = await gatherImage(end, name, root, { withReferrers: false, signal })
  const sizes = new Map(
    manifests.flatMap(({ blobs }) => blobs).map(({ digest, size }) => [digest, size]),
  )
  const first = manifests.find(({ blobs }) => blobs.length > 0)
  const bytes = first && (await end.manifest(name, first.descriptor, { signal }))
  const [config] = bytes ? parseManifest(bytes).blobs : []
  const createdAt = config && (await createdIn(end, name, config, signal))
  return {
    digest: root.digest,
    bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    ...(createdAt !== undefined && { createdAt }),
  }
}

/** Artifacts have a config that says nothing of it, or none that can be read. */
async function createdIn(
  end: SyncEnd,
  name: RepositoryName,
  config: Descriptor,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (config.size > MOST) return undefined
  try {
    const chunks: Uint8Array[] = []
    for await (const chunk of end.read(name, config, 0, { signal })) chunks.push(chunk)
    const { created } = JSON.parse(Buffer.concat(chunks).toString()) as { created?: unknown }
    const at = typeof created === 'string' ? Date.parse(created) : Number.NaN
    return Number.isNaN(at) || at <= 0 ? undefined : at
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}
