import { makeStyles, Select, tokens } from '@fluentui/react-components'
import { Labelled } from '../../components/labelled.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useQueryWord } from '../../router.ts'
import { syncRuns } from '../../strings/sync-runs.ts'

const words = syncRuns.images

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    flexShrink: 0,
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
  },
})

export interface ImageToolsProps {
  /** Values and names of what the list can be narrowed to. */
  readonly choices: Readonly<Record<string, string>>
}

/** Which images of a plan or run are shown. */
export function ImageTools({ choices }: ImageToolsProps) {
  const styles = useStyles()
  const [shown, setShown] = useQueryWord('show')
  return (
    <div className={styles.root}>
      <SearchField label={words.search} word="search" />
      <Labelled label={words.show}>
        {(id) => (
          <Select id={id} value={shown} onChange={(_, { value }) => setShown(value)}>
            <option value="">{words.all}</option>
            {Object.entries(choices).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Labelled>
    </div>
  )
}
