import {
  algorithmOf,
  ALGORITHMS,
  asDigest,
  CANONICAL,
  hexOf,
  type Algorithm,
  type Digest,
} from '../oci/digest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import type { Leaf } from '../storage/driver.ts'

/**
 * Every path in storage, the layout of CNCF Distribution's v2, so that either serves what the other
 * wrote:
 *
 *     docker/registry/v2/
 *       blobs/<alg>/<hex[0:2]>/<hex>/data              bytes of layers, configs and manifests
 *       repositories/<name>/
 *         _layers/<alg>/<hex>/link                     this repository may serve the blob
 *         _manifests/
 *           revisions/<alg>/<hex>/link                 … and this manifest
 *           tags/<tag>/current/link                    where the tag points
 *           tags/<tag>/index/<alg>/<hex>/link          where it has pointed
 *         _uploads/<uuid>/
 *           startedat                                  RFC 3339, UTC
 *           data                                       bytes received so far
 *         _referrers/<alg>/<hex>/<alg>/<hex>/link      Berth's own: subject, then referrer
 *       _berth/collection                              Berth's own: when space was last freed
 *       _berth/growth                                  … and how much was stored on which day
 *
 * A link holds a bare `alg:hex`. Blobs are stored under sha256; a link under sha512 holds the sha256
 * digest of the same bytes. Distribution skips folders it does not know that start with `_`.
 */
const ROOT = 'docker/registry/v2'
export const REPOSITORIES = `${ROOT}/repositories`

export const blobPath = (digest: Digest): string =>
  `${ROOT}/blobs/${algorithmOf(digest)}/${hexOf(digest).slice(0, 2)}/${hexOf(digest)}/data`

/** Folder of all blobs. */
export const BLOBS = `${ROOT}/blobs`

/** Blobs, below `BLOBS`. */
export const BLOB_DATA: Leaf = { name: 'data', below: 3, within: [CANONICAL] }

/** The digest of the blob at a path below `BLOBS`. */
export function blobAt(path: string): Digest | undefined {
  const [algorithm, , hex, data, ...rest] = path.slice(BLOBS.length + 1).split('/')
  return data === 'data' && rest.length === 0 ? asDigest(`${algorithm}:${hex}`) : undefined
}

/** Written when a collection begins. */
export const COLLECTION = `${ROOT}/_berth/collection`

/** How much was stored on which day. */
export const GROWTH = `${ROOT}/_berth/growth`

export const repositoryPath = (name: RepositoryName): string => `${REPOSITORIES}/${name}`

export const layersPath = (name: RepositoryName): string => `${repositoryPath(name)}/_layers`

export const layerLink = (name: RepositoryName, digest: Digest): string =>
  `${layersPath(name)}/${linkOf(digest)}`

export const manifestsPath = (name: RepositoryName): string => `${repositoryPath(name)}/_manifests`

/** Folder of all revisions. */
export const allRevisionsPath = (name: RepositoryName): string => `${manifestsPath(name)}/revisions`

/** Links, below the folder of all revisions or layers. */
export const LINKS: Leaf = { name: 'link', below: 2, within: ALGORITHMS }

/** The digest that a link stands for, by the end of its path: `<alg>/<hex>/link`. */
export function digestAt(path: string): Digest | undefined {
  if (!path.endsWith('/link')) return undefined
  const end = path.length - '/link'.length
  const middle = path.lastIndexOf('/', end - 1)
  const start = path.lastIndexOf('/', middle - 1) + 1
  return asDigest(`${path.slice(start, middle)}:${path.slice(middle + 1, end)}`)
}

/** Folder of the revisions whose digests are of one algorithm; each has a folder by its hex. */
export const revisionsPath = (name: RepositoryName, algorithm: Algorithm): string =>
  `${manifestsPath(name)}/revisions/${algorithm}`

export const revisionLink = (name: RepositoryName, digest: Digest): string =>
  `${manifestsPath(name)}/revisions/${linkOf(digest)}`

export const tagsPath = (name: RepositoryName): string => `${manifestsPath(name)}/tags`

export const tagPath = (name: RepositoryName, tag: Tag): string => `${tagsPath(name)}/${tag}`

export const tagLink = (name: RepositoryName, tag: Tag): string =>
  `${tagPath(name, tag)}/current/link`

export const tagIndexLink = (name: RepositoryName, tag: Tag, digest: Digest): string =>
  `${tagPath(name, tag)}/${indexEntry(digest)}`

/** The path below its tag's of a link that says where it has pointed. */
export const indexEntry = (digest: Digest): string => `index/${linkOf(digest)}`

export const uploadsPath = (name: RepositoryName): string => `${repositoryPath(name)}/_uploads`

export const uploadPath = (name: RepositoryName, id: string): string => `${uploadsPath(name)}/${id}`

export const uploadData = (name: RepositoryName, id: string): string =>
  `${uploadPath(name, id)}/data`

export const uploadStarted = (name: RepositoryName, id: string): string =>
  `${uploadPath(name, id)}/startedat`

/** Folder of the referrers of `subject`, or of those under one algorithm. */
export const referrersPath = (name: RepositoryName, subject: Digest, algorithm = ''): string =>
  `${repositoryPath(name)}/_referrers/${algorithmOf(subject)}/${hexOf(subject)}${algorithm && `/${algorithm}`}`

export const referrerLink = (name: RepositoryName, subject: Digest, referrer: Digest): string =>
  `${referrersPath(name, subject)}/${linkOf(referrer)}`

const linkOf = (digest: Digest): string => `${algorithmOf(digest)}/${hexOf(digest)}/link`
