import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openContents, type Contents, type ContentsParts } from '../../server/contents/contents.ts'
import type { FileEntry, FilePage, Reading } from '../../server/control/contents-contract.ts'
import { digestOf, type Digest } from '../../server/oci/digest.ts'
import { OCI_MANIFEST } from '../../server/oci/media-types.ts'
import type { RepositoryName } from '../../server/oci/name.ts'
import type { Registry } from '../../server/registry/registry.ts'
import type { StorageDriver } from '../../server/storage/driver.ts'
import { CONFIG_TYPE, described, LAYER_TYPE } from '../library/content.ts'
import { listeningLog } from '../library/opened-library.ts'
import { APP, putManifest } from '../registry/content.ts'
import { openRegistry } from '../registry/opened-registry.ts'
import { temporaryFolder } from '../support/folder.ts'

/** What can be looked into, of a registry of its own. */
export interface OpenedContents extends AsyncDisposable {
  readonly registry: Registry
  readonly driver: StorageDriver
  readonly contents: Contents
  readonly complaints: readonly string[]
  /** Of the index, for meddling. */
  readonly file: string
  /** Closes it, lets `meanwhile` happen and opens it again. */
  reopen(meanwhile?: () => unknown): Promise<void>
}

export type ContentsSettings = Partial<Omit<ContentsParts, 'registry' | 'log'>> & {
  /** Stands between the registry and storage. */
  readonly wrap?: (driver: StorageDriver) => StorageDriver
}

export async function openedContents(settings: ContentsSettings = {}): Promise<OpenedContents> {
  const { wrap, ...parts } = settings
  const at = await openRegistry(wrap ? { wrap } : {})
  const folder = await temporaryFolder('contents')
  const file = join(folder.path, 'contents.db')
  const complaints: string[] = []
  const log = listeningLog(complaints)
  const open = () => openContents({ registry: at.registry, file, log, ...parts })
  let contents = open()
  return {
    registry: at.registry,
    driver: at.driver,
    get contents() {
      return contents
    },
    complaints,
    file,
    async reopen(meanwhile) {
      await contents.close()
      await meanwhile?.()
      contents = open()
    },
    async [Symbol.asyncDispose]() {
      await contents.close()
      await folder[Symbol.asyncDispose]()
      await at[Symbol.asyncDispose]()
    },
  }
}

/** An image in a repository, by the digest of its manifest. */
export interface Pushed {
  readonly repository: string
  readonly digest: Digest
  readonly layers: readonly Digest[]
}

/** Pushes an image of these layers, the lowest first. */
export async function pushImage(
  registry: Registry,
  layers: readonly Buffer[],
  { name = APP, config = {} }: { readonly name?: RepositoryName; readonly config?: object } = {},
): Promise<Pushed> {
  const configText = JSON.stringify({ os: 'linux', architecture: 'amd64', ...config })
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: described(configText, CONFIG_TYPE),
      layers: layers.map((layer) => described(layer, LAYER_TYPE)),
    }),
  )
  for (const bytes of [Buffer.from(configText), ...layers]) await pushBytes(registry, name, bytes)
  const digest = await putManifest(registry, manifest, undefined, name)
  return { repository: name, digest, layers: layers.map((layer) => digestOf(layer)) }
}

async function pushBytes(registry: Registry, name: RepositoryName, bytes: Buffer): Promise<void> {
  const id = await registry.uploads.start(name)
  const body = Object.assign(
    (async function* () {
      yield bytes
    })(),
    { abandon: () => {} },
  )
  await registry.uploads.append(name, id, body)
  await registry.uploads.commit(name, id, digestOf(bytes))
}

export interface Looking {
  readonly folder?: string
  readonly layer?: string
  readonly sort?: 'name' | 'size'
  readonly descending?: boolean
  readonly offset?: number
  readonly limit?: number
}

/** Asks until it is read, whatever came of it. */
export async function untilRead<T extends { readonly reading: Reading }>(
  ask: () => Promise<T>,
): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer.reading.state !== 'reading') return answer
    await nextTurn()
  }
}

export function listed(
  contents: Contents,
  { repository, digest }: Pushed,
  looking: Looking = {},
): Promise<FilePage> {
  const page = { folder: '', sort: 'name', offset: 0, limit: 500, ...looking } as const
  return untilRead(() => contents.listFiles({ repository, digest, ...page }))
}

/** All that there is, folder by folder, as `path` of each; folders end with a slash. */
export async function everything(
  contents: Contents,
  image: Pushed,
  looking: Looking = {},
): Promise<readonly string[]> {
  const { items } = await listed(contents, image, looking)
  const below = await Promise.all(
    items.map(async (item) => {
      if (item.type !== 'directory') return [shown(item)]
      const inside = await everything(contents, image, { ...looking, folder: item.path })
      return [shown(item), ...inside]
    }),
  )
  return below.flat()
}

const CHANGES = { added: '+', changed: '~', removed: '-' }

/** With what the layer does to it, where that is told. */
function shown({ path, type, change }: FileEntry): string {
  const slash = type === 'directory' ? '/' : ''
  return `${change ? CHANGES[change] : ''}${path}${slash}`
}
