import { randomUUID } from 'node:crypto'
import type { Config } from './config/config.ts'
import type { RepositoryName, Tag } from './oci/name.ts'
import type { Digest } from './oci/digest.ts'
import type { Registry } from './registry/registry.ts'
import type { Deed } from './traffic/visits.ts'
import type { Traffic } from './traffic/traffic.ts'
import type { Happening, Witness } from './traffic/witness.ts'
import { pushHost } from './whereabouts.ts'

interface AnnouncedParts {
  readonly manifests: Pick<Registry['manifests'], 'get'>
  /** The registry's address for clients, with its prefix and a slash at the end. */
  readonly base: string
  readonly announce: (happening: Happening) => void
}

export interface AnnouncedTrafficParts {
  readonly config: Config
  readonly registry: Registry
  /** Where the registry listens, as URLs. */
  readonly addresses: readonly string[]
  /** Absent where nobody is told. */
  readonly announce?: Witness['announce']
}

/** The same traffic; what the console records there is told outside as well. */
export function announcedTraffic(traffic: Traffic, parts: AnnouncedTrafficParts): Traffic {
  const { config, registry, addresses, announce } = parts
  if (!announce) return traffic
  const { host, tls, prefix } = config.http
  const scheme = host?.protocol ?? (tls ? 'https:' : 'http:')
  const base = `${scheme}//${pushHost(config, addresses)}${prefix}`
  const tell = createAnnouncedDeeds({ manifests: registry.manifests, base, announce })
  return {
    ...traffic,
    record(deed) {
      traffic.record(deed)
      tell(deed)
    },
  }
}

/**
 * Announces what the console did, as if a client had: one after the other, so that their order stays. What
 * the console pulls, for somebody who looks at an image, is nobody's pull.
 */
function createAnnouncedDeeds(parts: AnnouncedParts): (deed: Omit<Deed, 'at'>) => void {
  let before: Promise<void> = Promise.resolve()
  return (deed) => {
    if (deed.action === 'pull') return
    before = before.then(() => announceDeed(deed, parts)).catch(() => {})
  }
}

async function announceDeed(
  deed: Omit<Deed, 'at'>,
  { manifests, base, announce }: AnnouncedParts,
): Promise<void> {
  const { action, tag, digest, user, remote = '' } = deed
  // They were checked when the deed was done.
  const repository = deed.repository as RepositoryName
  const isDelete = action === 'delete'
  const known = digest as Digest | undefined
  const found =
    isDelete || !known
      ? undefined
      : await manifests.get(repository, { kind: 'digest', digest: known })
  announce({
    action: isDelete ? 'delete' : 'push',
    repository,
    ...(known && { digest: known }),
    ...(tag !== undefined && { tag: tag as Tag }),
    ...(found && {
      content: {
        mediaType: found.mediaType,
        size: found.bytes.length,
        url: `${base}v2/${repository}/manifests/${digest}`,
      },
      manifest: found.bytes,
    }),
    ...(user !== undefined && { user }),
    request: {
      id: randomUUID(),
      remote,
      host: new URL(base).host,
      method: isDelete ? 'DELETE' : 'PUT',
      agent: 'berth-console',
    },
  })
}
