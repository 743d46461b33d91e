import { ControlError } from '../control/control-error.ts'
import { asDigest, type Digest } from '../oci/digest.ts'
import {
  asRepositoryName,
  asTag,
  type Reference,
  type RepositoryName,
  type Tag,
} from '../oci/name.ts'

/**
 * Names as the console gives them. What cannot be a name is nobody's: whoever looks for it learns that
 * it is not there.
 */

/** @throws ControlError NOT_FOUND */
export function repositoryNamed(text: string): RepositoryName {
  const name = asRepositoryName(text)
  if (name) return name
  throw noRepository(text)
}

export function noRepository(text: string): ControlError {
  return new ControlError('NOT_FOUND', `there is no repository ${text}`)
}

/** @throws ControlError NOT_FOUND */
export function referenceNamed(repository: string, text: string): Reference {
  const digest = asDigest(text)
  if (digest) return { kind: 'digest', digest }
  const tag = asTag(text)
  if (tag) return { kind: 'tag', tag }
  throw noImage(repository, text)
}

/** @throws ControlError NOT_FOUND */
export function digestNamed(repository: string, text: string): Digest {
  const digest = asDigest(text)
  if (digest) return digest
  throw noImage(repository, text)
}

export function noImage(repository: string, reference: string): ControlError {
  const where = reference.includes(':')
    ? `${repository}@${reference}`
    : `${repository}:${reference}`
  return new ControlError('NOT_FOUND', `there is no ${where}, or what it is made of is gone`)
}

/** @throws ControlError INVALID_INPUT, for a tag that is to be made */
export function newTag(text: string): Tag {
  const tag = asTag(text)
  if (tag) return tag
  throw new ControlError(
    'INVALID_INPUT',
    'a tag is 1 to 128 letters, digits, underscores, dots and dashes, and starts with neither dot nor dash',
    'tag',
  )
}
