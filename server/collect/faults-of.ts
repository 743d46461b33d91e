import { asDigest } from '../oci/digest.ts'
import { isNonDistributable } from '../oci/media-types.ts'
import type { BlobTable } from './blob-table.ts'
import type { Fault, FaultKind } from './fault.ts'
import { canonicalOf, type Revision, type Survey } from './survey.ts'

const BODY: Readonly<Record<Revision['state'], FaultKind | undefined>> = {
  fine: undefined,
  foreign: undefined,
  missing: 'manifest-missing',
  empty: 'manifest-empty',
  unreadable: 'manifest-unreadable',
}

/** What is wrong with a repository. A blob that came since the table was made is told as missing: look again. */
export function* faultsOf(survey: Survey, table: BlobTable): Generator<Fault> {
  const { name: repository, revisions, layers } = survey
  const linked = new Map(layers.map((link) => [link.digest, link]))
  const manifests = new Set(revisions.map(({ digest }) => digest))
  for (const revision of revisions) {
    const { digest: image, canonical, manifest, state } = revision
    if (!canonical) yield { kind: 'link-empty', repository, image, digest: image }
    const kind = BODY[state]
    if (kind) yield { kind, repository, image, digest: image }
    const parts = [...(manifest?.blobs ?? []), ...(manifest?.children ?? [])]
    for (const { digest: text, size, mediaType, urls = [] } of parts) {
      const digest = asDigest(text)
      if (!digest || isNonDistributable(mediaType) || urls.length > 0) continue
      if (manifests.has(digest)) continue
      const link = linked.get(digest)
      const bytes = table.size((link && canonicalOf(link)) ?? digest)
      if (bytes === undefined) yield { kind: 'blob-missing', repository, image, digest }
      else if (!link) yield { kind: 'blob-unlinked', repository, image, digest }
      else if (!link.canonical) yield { kind: 'link-empty', repository, image, digest }
      else if (bytes !== size) {
        const detail = `${bytes} bytes instead of ${size}`
        yield { kind: 'blob-size', repository, image, digest, detail }
      }
    }
  }
  const needed = new Set(revisions.flatMap(({ needs }) => needs))
  for (const link of layers) {
    const { digest } = link
    if (needed.has(digest)) continue
    if (!link.canonical) yield { kind: 'link-empty', repository, digest }
    else if (table.size(link.canonical) === undefined) {
      yield { kind: 'link-dangling', repository, digest }
    }
  }
}
