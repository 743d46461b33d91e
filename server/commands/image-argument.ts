import { asDigest } from '../oci/digest.ts'
import type { Reference, RepositoryName } from '../oci/name.ts'
import { asRepositoryName } from '../oci/name.ts'
import { localName, parseImageName, type ImageName } from '../carry/image-name.ts'
import { UsageError } from './command.ts'

/** An image that is there, as the command line names it. */
export interface ImageArgument {
  readonly repository: RepositoryName
  readonly reference: Reference
}

/** `repository:tag`, `repository` for its `latest`, or `repository@digest`. @throws UsageError */
export function imageArgument(text: string): ImageArgument {
  const at = text.indexOf('@')
  const digest = at === -1 ? undefined : asDigest(text.slice(at + 1))
  const repository = at === -1 ? undefined : asRepositoryName(text.slice(0, at))
  if (digest && repository) return { repository, reference: { kind: 'digest', digest } }
  const { repository: name, tag } = nameArgument(text)
  return { repository: name, reference: { kind: 'tag', tag } }
}

/** A name that an image is to get. @throws UsageError */
export function nameArgument(text: string): ImageName {
  const name = parseImageName(text)
  if (name) return name
  const meant = localName(text)
  const advice =
    meant === undefined ? 'write REPOSITORY:TAG, such as team/app:v1' : `write ${meant}`
  throw new UsageError(`${text} is no name of an image here: ${advice}`)
}
