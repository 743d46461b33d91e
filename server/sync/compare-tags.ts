import type { RepositoryName, Tag } from '../oci/name.ts'
import type { Descriptor } from '../oci/manifest.ts'

/** Who moved a tag since the two were level. */
export type Moved =
  /** Only the side that is to be written. */
  | 'there'
  | 'both'
  /** They were never seen level. */
  | 'unknown'

/** How a tag stands: `from` the side that gives, `to` the side that takes. */
export type Standing =
  | { readonly state: 'new'; readonly from: Descriptor }
  | { readonly state: 'changed'; readonly from: Descriptor; readonly to: Descriptor }
  | { readonly state: 'equal'; readonly from: Descriptor; readonly to: Descriptor }
  | {
      readonly state: 'conflict'
      readonly from: Descriptor
      readonly to: Descriptor
      readonly moved: Moved
    }
  | { readonly state: 'only-there'; readonly to: Descriptor; readonly moved?: 'there' }

export interface TagStanding {
  readonly repository: RepositoryName
  readonly tag: Tag
  readonly standing: Standing
}

/**
 * A question of three: what both have now, and what they had when they were level last. What the side that
 * takes has by itself is never written over unasked.
 *
 * @param last undefined where they never were
 */
export function compareTag(
  from: Descriptor | undefined,
  to: Descriptor | undefined,
  last: string | undefined,
): Standing | undefined {
  if (!to) return from && { state: 'new', from }
  if (!from) {
    const isMoved = last !== undefined && last !== to.digest
    return { state: 'only-there', to, ...(isMoved && { moved: 'there' }) }
  }
  if (from.digest === to.digest) return { state: 'equal', from, to }
  if (last === to.digest) return { state: 'changed', from, to }
  const moved = last === undefined ? 'unknown' : last === from.digest ? 'there' : 'both'
  return { state: 'conflict', from, to, moved }
}
