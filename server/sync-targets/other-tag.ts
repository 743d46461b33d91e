import { ControlError } from '../control/control-error.ts'
import { asTag, type Tag } from '../oci/name.ts'

/** What an image is called that keeps beside another: the tag with the beginning of its digest. */
export function otherTag(tag: string, digest: string | undefined, wanted: string | undefined): Tag {
  const hex = digest?.split(':', 2)[1]?.slice(0, 8) ?? String(Date.now())
  const found = asTag(wanted ?? `${tag.slice(0, 110)}-${hex}`)
  if (found && found !== tag) return found
  throw new ControlError('INVALID_INPUT', 'otherTag must be another tag', 'otherTag')
}
