import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How large a storage is laid out. */
export interface GcTree {
  readonly repositories: number
  /** In each. */
  readonly tags: number
}

/** Layers that all repositories share. */
const BASES = 10
/** Every so many-th image was deleted: its manifest, config and layer are there, and nothing leads to them. */
const DELETED_EVERY = 10

/**
 * Repositories as Distribution lays them out, each with so many tags; every tag is an image of its own
 * with a config, a layer and a shared base.
 */
export function layOutForGc(root: string, { repositories, tags }: GcTree): void {
  const base = join(root, 'docker', 'registry', 'v2')
  const bases = Array.from({ length: BASES }, (_, at) => putBlob(base, `base ${at}`))
  let image = 0
  for (let at = 0; at < repositories; at++) {
    const folder = join(base, 'repositories', 'bench', `r${String(at).padStart(5, '0')}`)
    const shared = bases[at % BASES]
    if (shared) putLink(join(folder, '_layers'), shared)
    for (let tag = 0; tag < tags; tag++) putImage(base, folder, `v${tag}`, shared, image++)
  }
}

interface Part {
  readonly digest: string
  readonly size: number
}

function putImage(
  base: string,
  folder: string,
  tag: string,
  shared: Part | undefined,
  number: number,
): void {
  const config = putBlob(base, JSON.stringify({ architecture: 'amd64', number }))
  const layer = putBlob(base, `layer ${number} ${'x'.repeat(200)}`)
  const described = (mediaType: string, part: Part | undefined) => ({ mediaType, ...part })
  const type = 'application/vnd.docker'
  const manifest = {
    schemaVersion: 2,
    mediaType: `${type}.distribution.manifest.v2+json`,
    config: described(`${type}.container.image.v1+json`, config),
    layers: [shared, layer].map((part) => described(`${type}.image.rootfs.diff.tar.gzip`, part)),
  }
  const body = putBlob(base, JSON.stringify(manifest))
  for (const part of [config, layer]) putLink(join(folder, '_layers'), part)
  if (number % DELETED_EVERY === 0) return
  const manifests = join(folder, '_manifests')
  putLink(join(manifests, 'revisions'), body)
  putLink(join(manifests, 'tags', tag, 'index'), body)
  putFile(join(manifests, 'tags', tag, 'current'), 'link', body.digest)
}

function putBlob(base: string, content: string): Part {
  const hex = createHash('sha256').update(content).digest('hex')
  putFile(join(base, 'blobs', 'sha256', hex.slice(0, 2), hex), 'data', content)
  return { digest: `sha256:${hex}`, size: Buffer.byteLength(content) }
}

const putLink = (folder: string, { digest }: Part): void =>
  putFile(join(folder, digest.replace(':', '/')), 'link', digest)

function putFile(folder: string, name: string, content: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), content)
}
