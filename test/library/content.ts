import type { Repository, Tag } from '../../server/control/repositories-contract.ts'
import type { Library } from '../../server/library/library.ts'
import { digestOf, type Digest } from '../../server/oci/digest.ts'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import type { RepositoryName } from '../../server/oci/name.ts'
import type { Registry } from '../../server/registry/registry.ts'
import { APP, pushBlob, putManifest } from '../registry/content.ts'

export const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json'
export const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar'

/** The descriptor of `text`; more fields as given. */
export function described(text: string | Buffer, mediaType: string, more: object = {}) {
  const bytes = Buffer.from(text)
  return { mediaType, digest: digestOf(bytes), size: bytes.length, ...more }
}

/** A config for Linux, unlike that of any other `name`. */
export function configFor(name: string, more: object = {}): string {
  return JSON.stringify({ os: 'linux', architecture: 'amd64', name, ...more })
}

/** An image of a config and layers, with more fields as given. */
export function layered(config: string, layers: readonly string[], more: object = {}): Buffer {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: described(config, CONFIG_TYPE),
      layers: layers.map((layer) => described(layer, LAYER_TYPE)),
      ...more,
    }),
  )
}

/** An index whose manifests are described as given. */
export function indexFor(manifests: readonly object[], more: object = {}): Buffer {
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests, ...more }))
}

/** A child of an index. */
export function child(manifest: Buffer, platform?: string, more: object = {}): object {
  const [os, architecture, variant] = platform?.split('/') ?? []
  const of = platform ? { platform: { os, architecture, ...(variant ? { variant } : {}) } } : {}
  return described(manifest, OCI_MANIFEST, { ...of, ...more })
}

/** Pushes blobs, then a manifest that has them. */
export async function pushWith(
  registry: Registry,
  blobs: readonly string[],
  manifest: Buffer,
  reference?: string,
  name: RepositoryName = APP,
): Promise<Digest> {
  for (const blob of blobs) await pushBlob(registry, name, blob)
  return await putManifest(registry, manifest, reference, name)
}

/** Pushes an image of these layers, its config made from its first reference. */
export async function pushLayers(
  registry: Registry,
  layers: readonly string[],
  reference: string,
  name: RepositoryName = APP,
): Promise<Digest> {
  const config = configFor(`${name}:${reference}`)
  const manifest = layered(config, layers)
  return await pushWith(registry, [config, ...layers], manifest, reference, name)
}

/** The bytes of all these texts. */
export const bytesOf = (...texts: readonly (string | Buffer)[]): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)

export function repositoriesIn(library: Library): readonly Repository[] {
  return library.listRepositories({ sort: 'name', offset: 0, limit: 500 }).items
}

export async function tagsIn(library: Library, repository: string = APP): Promise<readonly Tag[]> {
  return (await library.listTags({ repository, sort: 'name', offset: 0, limit: 500 })).items
}

/** Tells the library of a push and waits until it has it. */
export async function tellPushed(
  library: Library,
  digest: string,
  tag: string | undefined,
  more: { readonly user?: string; readonly at?: number; readonly repository?: string } = {},
): Promise<void> {
  const { user, at = 1_000, repository = APP } = more
  library.pushed({ repository, digest, tag, user, at })
  await library.settled()
}
