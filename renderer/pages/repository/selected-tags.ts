import type { Tag } from '../../../server/control/repositories-contract.ts'
import type { Rows } from '../../paged.ts'

/**
 * The tags that are selected, with all that is known of them. Rows that were scrolled away are no longer
 * at hand, so what was known of them before is kept; rows at hand are newer and count first.
 *
 * @param whole the rows are of all tags there are: what is not among them exists no more, if all are here
 */
export function selectedTags(
  keys: ReadonlySet<string>,
  rows: Pick<Rows<Tag>, 'count' | 'at'>,
  before: ReadonlyMap<string, Tag>,
  whole: boolean,
): ReadonlyMap<string, Tag> {
  const atHand = new Map<string, Tag>()
  for (let index = 0; index < rows.count; index += 1) {
    const row = rows.at(index)
    if (row && keys.has(row.tag)) atHand.set(row.tag, row)
  }
  if (whole && loadedCount(rows) === rows.count) return atHand
  const selected = [...keys].flatMap((key) => {
    const tag = atHand.get(key) ?? before.get(key)
    return tag ? [[key, tag] as const] : []
  })
  return new Map(selected)
}

/** How many rows are here, of those that there are. */
export function loadedCount(rows: Pick<Rows<unknown>, 'count' | 'at'>): number {
  let loaded = 0
  for (let index = 0; index < rows.count; index += 1) if (rows.at(index) !== undefined) loaded += 1
  return loaded
}
