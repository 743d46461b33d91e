import { asDigest, type Digest } from '../oci/digest.ts'
import { digestsOf, type FoundLink, type Revision, type TagTarget } from './survey.ts'

/**
 * Manifests to which nothing leads: no tag, no index that stays, and, for what is about another manifest
 * (`subject`), none that stays either. A young one stays with all that it leads to.
 */
export function untaggedAmong(
  revisions: readonly Revision[],
  tags: readonly TagTarget[],
  isYoung: (link: FoundLink) => boolean,
): readonly Digest[] {
  const known = new Map(revisions.map((revision) => [revision.digest, revision]))
  const about = referrersBySubject(revisions)
  const stays = new Set(tags.map(({ digest }) => digest).filter((digest) => digest !== undefined))
  for (const revision of revisions) if (isYoung(revision)) stays.add(revision.digest)
  // A set goes on to what is added to it on the way.
  for (const digest of stays) {
    const { manifest, needs = [] } = known.get(digest) ?? {}
    const children = manifest ? digestsOf(manifest.children) : needs
    for (const child of children) stays.add(child)
    for (const referrer of about.get(digest) ?? []) stays.add(referrer)
  }
  return [...known.keys()].filter((digest) => !stays.has(digest))
}

function referrersBySubject(
  revisions: readonly Revision[],
): ReadonlyMap<Digest, readonly Digest[]> {
  const about = new Map<Digest, Digest[]>()
  for (const { digest, manifest } of revisions) {
    const subject = asDigest(manifest?.subject?.digest ?? '')
    if (subject) about.set(subject, [...(about.get(subject) ?? []), digest])
  }
  return about
}
