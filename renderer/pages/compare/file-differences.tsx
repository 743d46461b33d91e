import { Button, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { DataTable } from '../../components/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { Labelled } from '../../components/labelled.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { isReading } from '../../components/reading-line.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { usePaged } from '../../paged.ts'
import { navigate, replacePlace } from '../../router.ts'
import { compare as words } from '../../strings/compare.ts'
import { focusGrid } from '../images/focus-grid.ts'
import { ListCount } from '../images/list-count.tsx'
import type { CompareAddress } from './compare-address.ts'
import { digestsOf, type ComparisonProps } from './compare-props.ts'
import { differenceColumns, filePlace } from './difference-columns.tsx'

const CHANGES = ['added', 'removed', 'changed'] as const

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    flexShrink: 0,
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
})

/** The files that differ, found by their path and by what became of them. */
export function FileDifferences(props: ComparisonProps) {
  const styles = useStyles()
  const { address, found } = props
  if (isReading(found)) return <Text>{words.files.reading}</Text>
  if (found.reading.state === 'failed') return null
  return (
    <>
      <div className={styles.bar}>
        <ChangeSelect address={address} />
        <SearchField
          label={words.files.search}
          word="search"
          onLeave={() => focusGrid(document.querySelector('main'))}
        />
      </div>
      <Differences {...props} />
    </>
  )
}

function ChangeSelect({ address }: { readonly address: CompareAddress }) {
  return (
    <Labelled label={words.files.show}>
      {(id) => (
        <Select
          id={id}
          value={address.change}
          onChange={(_, { value }) => replacePlace(address.place({ change: value }))}
        >
          <option value="">{words.files.all}</option>
          {CHANGES.map((change) => (
            <option key={change} value={change}>
              {words.files.changes[change]}
            </option>
          ))}
        </Select>
      )}
    </Labelled>
  )
}

function Differences(props: ComparisonProps) {
  const { address } = props
  const { search } = address
  const change = CHANGES.find((known) => known === address.change)
  const list = usePaged('images.compareFiles', {
    ...digestsOf(props),
    ...(search !== '' && { search }),
    ...(change && { change }),
  })
  return (
    <Loaded of={list} failure={words.files.loadFailed} lines={8}>
      {(rows) =>
        rows.count === 0 ? (
          <NoDifferences address={address} />
        ) : (
          <>
            <ListCount text={words.files.total(rows.count)} />
            <DataTable
              label={words.files.table}
              rows={rows}
              columns={differenceColumns(props)}
              keyOf={({ path }) => path}
              onOpen={(file) => navigate(filePlace(file, props))}
              stale={list.stale}
            />
          </>
        )
      }
    </Loaded>
  )
}

function NoDifferences({ address }: { readonly address: CompareAddress }) {
  if (address.search === '' && address.change === '') return <Empty title={words.files.none} />
  return (
    <Empty title={words.files.noneFound}>
      <Button onClick={() => replacePlace(address.place({ search: '', change: '' }))}>
        {words.files.clear}
      </Button>
    </Empty>
  )
}
