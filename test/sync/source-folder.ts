import { loadConfig } from '../../server/config/load.ts'
import { OCI_MANIFEST } from '../../server/oci/media-types.ts'
import type { Descriptor } from '../../server/oci/manifest.ts'
import type { RepositoryName, Tag } from '../../server/oci/name.ts'
import type { Registry } from '../../server/registry/registry.ts'
import { copyGraph } from '../../server/sync/copy.ts'
import { localRepository } from '../../server/sync/local.ts'
import { keepSecrets } from '../../server/secrets/secrets-keeper.ts'
import { openUnserved } from '../../server/unserved.ts'
import { json } from '../support/archive-content.ts'
import { newShelf, type Shelf } from './image-in-memory.ts'

/** A folder of images that nobody serves, filled and changed behind the back of what is tested. */
export interface SourceFolder {
  readonly path: string
  readonly shelf: Shelf
  /** Stores an image, and gives it this name. */
  put(name: string, root: Descriptor): Promise<void>
  /** More names for an image that is there. */
  tag(repository: string, root: Descriptor, tags: readonly string[]): Promise<void>
  /** Something that refers to an image, such as a signature. */
  refer(name: string, subject: Descriptor): Promise<Descriptor>
  remove(name: string): Promise<void>
  /** Digests by `repository:tag`. */
  digests(): Promise<Readonly<Record<string, string>>>
}

const EMPTY = Buffer.from('{}')

export function sourceFolder(path: string, shelf: Shelf = newShelf()): SourceFolder {
  async function using<T>(work: (registry: Registry) => Promise<T>): Promise<T> {
    const text = JSON.stringify({
      version: '0.1',
      storage: { filesystem: { rootdirectory: path }, delete: { enabled: true } },
    })
    const { config } = loadConfig({ text, env: {} })
    const { registry, close } = await openUnserved(
      config,
      { error: () => {} },
      keepSecrets({ folder: path, env: {} }),
    )
    try {
      return await work(registry)
    } finally {
      await close()
    }
  }

  return {
    path,
    shelf,
    put: (name, root) =>
      using(async (registry) => {
        const [repository, tag] = split(name)
        const target = localRepository(registry, repository)
        await copyGraph(shelf, target, root)
        await target.tag(root, tag)
      }),
    tag: (repository, root, tags) =>
      using(async (registry) => {
        const target = localRepository(registry, repository as RepositoryName)
        for (const tag of tags) await target.tag(root, tag as Tag)
      }),
    refer: (name, subject) =>
      using(async (registry) => {
        const config = shelf.put(EMPTY, 'application/vnd.oci.empty.v1+json')
        const manifest = {
          schemaVersion: 2,
          mediaType: OCI_MANIFEST,
          artifactType: 'application/vnd.test.signature',
          config,
          layers: [shelf.layer(300)],
          subject,
        }
        const referrer = shelf.put(json(manifest), OCI_MANIFEST)
        await copyGraph(shelf, localRepository(registry, name as RepositoryName), referrer)
        return referrer
      }),
    remove: (name) =>
      using(async ({ tags }) => {
        const [repository, tag] = split(name)
        await tags.remove(repository, tag)
      }),
    digests: () =>
      using(async ({ catalog, tags, manifests }) => {
        const found: Record<string, string> = {}
        for await (const name of catalog.list()) {
          for await (const tag of tags.list(name)) {
            const stored = await manifests.get(name, { kind: 'tag', tag })
            if (stored) found[`${name}:${tag}`] = stored.digest
          }
        }
        return found
      }),
  }
}

function split(name: string): readonly [RepositoryName, Tag] {
  const [repository = '', tag = ''] = name.split(':')
  return [repository as RepositoryName, tag as Tag]
}
