import type { Activity } from '../server/control/activity-contract.ts'
import { shortDigest } from './format.ts'
import { nameOf, type Place } from './place.ts'

type Subject = Pick<Activity, 'repository' | 'tag' | 'digest'>

/** What it was about, as clients name it; too long to be read where there is no tag. */
export function subjectName({ repository, tag, digest }: Subject): string {
  const reference = tag ?? digest
  return reference === undefined ? repository : nameOf(repository, reference)
}

/** The same to be read: `team/api:v7`, and with a short digest `team/api@3ab6c6e5b395`. */
export function subjectInShort(subject: Subject): string {
  const { repository, tag, digest } = subject
  if (tag !== undefined || digest === undefined) return subjectName(subject)
  return `${repository}@${shortDigest(digest)}`
}

/** Where that can be seen. */
export function subjectPlace({ repository, tag, digest }: Subject): Place {
  const reference = tag ?? digest
  return reference === undefined
    ? { page: 'repository', repository }
    : { page: 'image', repository, reference }
}
