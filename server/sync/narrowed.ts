import { digestOf } from '../oci/digest.ts'
import type { Descriptor } from '../oci/manifest.ts'
import { DOCKER_LIST, OCI_INDEX } from '../oci/media-types.ts'
import type { SyncEnd } from './end.ts'

/**
 * The same end with indexes that have some platforms alone. Such an index has a digest of its own, the same
 * each time; the images in it keep theirs. Registries refuse an index whose images they do not have.
 */
export function narrowedTo(platforms: readonly string[], end: SyncEnd): SyncEnd {
  if (platforms.length === 0) return end
  const made = new Map<string, Buffer>()
  const { look: _, ...rest } = end

  return {
    ...rest,
    async resolveTags(name, tags, asking) {
      const found = new Map(await end.resolveTags(name, tags, asking))
      for (const [tag, descriptor] of found) {
        if (!isIndex(descriptor)) continue
        const whole = await end.manifest(name, descriptor, asking)
        const bytes = narrowIndex(whole, platforms)
        if (!bytes) continue
        const digest = digestOf(bytes)
        made.set(digest, bytes)
        found.set(tag, { ...descriptor, digest, size: bytes.length })
      }
      return found
    },
    manifest: async (name, descriptor, asking) =>
      made.get(descriptor.digest) ?? (await end.manifest(name, descriptor, asking)),
  }
}

const isIndex = ({ mediaType }: Descriptor): boolean => [OCI_INDEX, DOCKER_LIST].includes(mediaType)

interface Child {
  readonly digest?: string
  readonly platform?: {
    readonly os?: string
    readonly architecture?: string
    readonly variant?: string
  }
  readonly annotations?: Readonly<Record<string, string>>
}

/** Undefined where nothing, or all of it, would be left out, or where nothing would be left. */
function narrowIndex(bytes: Buffer, platforms: readonly string[]): Buffer | undefined {
  const index = JSON.parse(bytes.toString()) as { readonly manifests?: readonly Child[] }
  const all = index.manifests ?? []
  const chosen = all.filter((child) => isOneOf(platforms, child))
  const digests = new Set(chosen.map(({ digest }) => digest))
  // What BuildKit attests of an image lies beside it.
  const left = all.filter(
    (child) =>
      chosen.includes(child) ||
      digests.has(child.annotations?.['vnd.docker.reference.digest'] ?? ''),
  )
  if (left.length === 0 || left.length === all.length) return undefined
  return Buffer.from(JSON.stringify({ ...index, manifests: left }))
}

function isOneOf(platforms: readonly string[], { platform }: Child): boolean {
  const { os = '', architecture = '', variant } = platform ?? {}
  const names = new Set([`${os}/${architecture}`, `${os}/${architecture}/${variant ?? ''}`])
  return platforms.some((one) => names.has(one))
}
