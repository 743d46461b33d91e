import { ALGORITHMS, algorithmOf, asDigest, hexOf, type Digest } from '../oci/digest.ts'
import { parseStored, type Descriptor, type Manifest } from '../oci/manifest.ts'
import { asTag, type RepositoryName } from '../oci/name.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { ahead } from './ahead.ts'
import { referrersPath } from './layout.ts'
import type { Manifests, StoredManifest } from './manifests.ts'

/** distribution-spec "Listing referrers". */
export interface Referrers {
  /** Descriptors of the manifests whose subject is `subject`, by digest; none for an unknown subject. */
  list(name: RepositoryName, subject: Digest): AsyncIterable<Descriptor>
}

/** Manifests read at once. */
const WIDTH = 16

export function createReferrers(driver: StorageDriver, manifests: Manifests): Referrers {
  async function linked(name: RepositoryName, subject: Digest): Promise<Digest[]> {
    const found: Digest[] = []
    for (const algorithm of ALGORITHMS) {
      for await (const hex of driver.list(referrersPath(name, subject, algorithm))) {
        const digest = asDigest(`${algorithm}:${hex}`)
        if (digest) found.push(digest)
      }
    }
    return found
  }

  /**
   * What clients kept as an index under the tag `<alg>-<hex>` while the registry they pushed to had no
   * referrers API ("Enabling the Referrers API" wants it listed).
   */
  async function tagScheme(name: RepositoryName, subject: Digest): Promise<Digest[]> {
    const tag = asTag(`${algorithmOf(subject)}-${hexOf(subject).slice(0, 64)}`)
    const stored = tag && (await manifests.get(name, { kind: 'tag', tag }))
    const children = stored ? (parseStored(stored.bytes)?.children ?? []) : []
    return children.map(({ digest }) => asDigest(digest)).filter((digest) => digest !== undefined)
  }

  /** A manifest that is gone, or whose subject is another, is no referrer. */
  async function describe(
    name: RepositoryName,
    subject: Digest,
    digest: Digest,
  ): Promise<Descriptor | undefined> {
    const stored = await manifests.get(name, { kind: 'digest', digest })
    const manifest = stored && parseStored(stored.bytes)
    return stored && manifest?.subject?.digest === subject
      ? toDescriptor(stored, manifest)
      : undefined
  }

  return {
    async *list(name, subject) {
      const [own, imported] = await Promise.all([linked(name, subject), tagScheme(name, subject)])
      const all = [...new Set([...own, ...imported])].sort()
      for await (const found of ahead(all, WIDTH, (digest) => describe(name, subject, digest))) {
        if (found) yield found
      }
    },
  }
}

function toDescriptor({ digest, bytes }: StoredManifest, manifest: Manifest): Descriptor {
  const { mediaType, artifactType, annotations } = manifest
  return {
    mediaType,
    digest,
    size: bytes.length,
    ...(artifactType ? { artifactType } : {}),
    ...(annotations ? { annotations } : {}),
  }
}
