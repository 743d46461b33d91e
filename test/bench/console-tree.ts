import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { digestOf, type Digest } from '../../server/oci/digest.ts'
import { OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { asTag, parseRepositoryName, type RepositoryName } from '../../server/oci/name.ts'
import { blobPath, revisionLink, tagLink } from '../../server/registry/layout.ts'

/** How much to lay out. One repository has many tags, the others share what is left of them. */
export interface TreeSize {
  readonly repositories: number
  readonly tags: number
  readonly tagsOfLargest: number
}

export const LARGEST = parseRepositoryName('largest/one')

/** Images as they lie on a disk, all different: a config and eight layers, of which some are shared. Layers are named only. */
export function layOutConsole(root: string, size: TreeSize): void {
  for (let tag = 0; tag < size.tagsOfLargest; tag++) layOutTag(root, LARGEST, 0, tag)
  const rest = size.tags - size.tagsOfLargest
  const others = size.repositories - 1
  for (let at = 0; at < rest; at++) {
    const repository = at % others
    const name = parseRepositoryName(`team-${repository % 50}/app-${repository}`)
    layOutTag(root, name, repository + 1, Math.floor(at / others))
  }
}

function layOutTag(root: string, name: RepositoryName, repository: number, at: number): void {
  const tag = asTag(`v${at}`)
  if (!tag) return
  const put = (path: string, text: string): void => {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const putBlob = (text: string): Digest => {
    const digest = digestOf(Buffer.from(text))
    put(blobPath(digest), text)
    return digest
  }
  const config = configOf(name, at)
  const manifest = putBlob(manifestOf(putBlob(config), config.length, repository, `${name}:${at}`))
  put(revisionLink(name, manifest), manifest)
  put(tagLink(name, tag), manifest)
}

function configOf(name: string, at: number): string {
  const architecture = at % 2 === 0 ? 'amd64' : 'arm64'
  return JSON.stringify({ os: 'linux', architecture, name, at, pad: 'x'.repeat(1_500) })
}

/** Three layers of a base of many repositories, three of the repository's own, two of the tag's. */
function manifestOf(config: Digest, size: number, repository: number, own: string): string {
  const layers = Array.from({ length: 8 }, (_, at) => {
    const of = at < 3 ? `base ${repository % 20}` : at < 6 ? `repository ${repository}` : own
    const digest = digestOf(Buffer.from(`${of} ${at}`))
    return { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: 1_000 + at }
  })
  const mediaType = 'application/vnd.oci.image.config.v1+json'
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType, digest: config, size },
    layers,
  })
}
