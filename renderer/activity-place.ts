import type { Activity } from '../server/control/contract.ts'
import { nameOf, type Place } from './place.ts'

type Subject = Pick<Activity, 'repository' | 'tag' | 'digest'>

/** What it was about, as clients name it. */
export function subjectName({ repository, tag, digest }: Subject): string {
  const reference = tag ?? digest
  return reference === undefined ? repository : nameOf(repository, reference)
}

/** Where that can be seen. */
export function subjectPlace({ repository, tag, digest }: Subject): Place {
  const reference = tag ?? digest
  return reference === undefined
    ? { page: 'repository', repository }
    : { page: 'image', repository, reference }
}
