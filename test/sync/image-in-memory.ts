import { randomBytes } from 'node:crypto'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import type { Descriptor } from '../../server/oci/manifest.ts'
import type { Fetcher, Target } from '../../server/sync/content.ts'
import { descriptorOf, json } from '../support/archive-content.ts'

/** Contents by their digests, with what to call them. */
export interface Shelf extends Fetcher {
  put(bytes: Buffer, mediaType: string): Descriptor
  /** An image of a config and these layers. */
  image(layers: readonly Descriptor[]): Descriptor
  index(children: readonly Descriptor[]): Descriptor
  layer(size?: number): Descriptor
  /** Makes it another content, of the same size. */
  damage(descriptor: Descriptor): void
  lose(descriptor: Descriptor): void
}

export function newShelf(): Shelf {
  const contents = new Map<string, Buffer>()

  function put(bytes: Buffer, mediaType: string): Descriptor {
    const { digest, size } = descriptorOf(bytes, mediaType)
    const descriptor = { mediaType, digest, size }
    contents.set(descriptor.digest, bytes)
    return descriptor
  }

  async function* fetch({ digest }: Descriptor): AsyncGenerator<Uint8Array> {
    const bytes = contents.get(digest)
    if (!bytes) throw new Error(`${digest} is lost`)
    for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100)
  }

  return {
    put,
    fetch,
    layer: (size = 250) => put(randomBytes(size), 'application/vnd.oci.image.layer.v1.tar'),
    image(layers) {
      const config = put(randomBytes(20), 'application/vnd.oci.image.config.v1+json')
      return put(json({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers }), OCI_MANIFEST)
    },
    index: (manifests) =>
      put(json({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }), OCI_INDEX),
    damage: ({ digest, size }) => void contents.set(digest, Buffer.alloc(size)),
    lose: ({ digest }) => void contents.delete(digest),
  }
}

/** A target that notes what was pushed, in order. */
export interface Ledger extends Target {
  readonly pushed: readonly string[]
  /** Digests that it has. */
  readonly has: Set<string>
  /** Pushes under way at once, at most. */
  readonly busiest: number
}

export interface LedgerWishes {
  readonly mountable?: ReadonlySet<string>
  /** Happens in the middle of each push. */
  readonly during?: (descriptor: Descriptor) => Promise<void>
}

export function newLedger({ mountable, during }: LedgerWishes = {}): Ledger {
  const pushed: string[] = []
  const has = new Set<string>()
  let busy = 0
  let busiest = 0
  return {
    pushed,
    has,
    get busiest() {
      return busiest
    },
    exists: async ({ digest }) => has.has(digest),
    ...(mountable && { mount: async ({ digest }) => mountable.has(digest) }),
    async push(descriptor, content) {
      busiest = Math.max(busiest, ++busy)
      try {
        await during?.(descriptor)
        for await (const _ of content);
        pushed.push(descriptor.digest)
        has.add(descriptor.digest)
      } finally {
        busy--
      }
    },
    tag: async () => {},
  }
}
