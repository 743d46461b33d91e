import type { Digest } from '../oci/digest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'

/** Something in storage that is not as it should be. */
export interface Fault {
  readonly kind: FaultKind
  readonly repository: RepositoryName
  /** The image it is about: a tag, where one leads there. */
  readonly tag?: Tag
  /** Of its manifest. */
  readonly image?: Digest
  /** What is missing or wrong. */
  readonly digest?: Digest
  readonly detail?: string
}

export type FaultKind =
  | 'manifest-missing'
  | 'manifest-empty'
  | 'manifest-unreadable'
  | 'link-empty'
  | 'link-dangling'
  | 'blob-missing'
  | 'blob-unlinked'
  | 'blob-size'
  | 'blob-digest'
  | 'tag-lost'
  | 'unreadable'

/** What each means, and what to do, for a person; without a stop at its end. */
export const FAULT_WORDS: Readonly<Record<FaultKind, string>> = {
  'manifest-missing': 'its manifest is gone: push the image again, or delete it',
  'manifest-empty':
    'its manifest is empty, as a crash leaves it: push the image again, or delete it',
  'manifest-unreadable': 'its manifest cannot be read: push the image again, or delete it',
  'link-empty': 'a link is empty, as a crash leaves it: push the image again',
  'link-dangling': 'a link leads to a blob that is gone: it goes when space is freed',
  'blob-missing': 'a layer or config is gone: push the image again',
  'blob-unlinked':
    'the repository has no link to a layer or config that is there: push the image again',
  'blob-size': 'a layer or config has the wrong size: delete the image and push it again',
  'blob-digest': 'the content of a layer or config has changed: delete the image and push it again',
  'tag-lost': 'the tag leads nowhere: push the image again, or delete the tag',
  unreadable: 'it could not be read, so all of it was kept: look at storage, then try again',
}

/** A line that says what is wrong, with which image, and what to do. */
export function faultLine({ kind, repository, tag, image, digest, detail }: Fault): string {
  const name = tag ? `${repository}:${tag}` : image ? `${repository}@${image}` : repository
  const about = digest && digest !== image ? ` ${digest}` : ''
  return `${name}: ${FAULT_WORDS[kind]}${about || detail ? ` (${[about.trim(), detail].filter(Boolean).join(', ')})` : ''}`
}
