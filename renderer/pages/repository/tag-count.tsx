import { Link, makeStyles, tokens } from '@fluentui/react-components'
import type { Tag } from '../../../server/control/repositories-contract.ts'
import type { Rows } from '../../paged.ts'
import { repository as words } from '../../strings/repository.ts'
import { ListCount } from '../images/list-count.tsx'
import { loadedCount } from './selected-tags.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    flexShrink: 0,
    columnGap: tokens.spacingHorizontalM,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  clear: { fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
})

export interface TagCountProps {
  readonly rows: Rows<Tag>
  readonly selected: number
  readonly search: string
  readonly onClear: () => void
}

/** How many tags there are, and how many of them are selected. */
export function TagCount({ rows, selected, search, onClear }: TagCountProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <ListCount text={selected > 0 ? selection(rows, selected) : total(rows.count, search)} />
      {selected > 0 && (
        <Link as="button" className={styles.clear} onClick={onClear}>
          {words.selection.clear}
        </Link>
      )}
    </div>
  )
}

const total = (tags: number, search: string): string =>
  search === '' ? words.total(tags) : words.found(tags)

/** Who selects everything gets what is loaded, and must not think that it is more. */
function selection(rows: Rows<Tag>, selected: number): string {
  const loaded = loadedCount(rows)
  const allLoaded = selected >= loaded && loaded < rows.count
  return allLoaded ? words.selection.partly(selected, rows.count) : words.selection.count(selected)
}
