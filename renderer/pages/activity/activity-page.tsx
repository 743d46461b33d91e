import { DataTable } from '../../components/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { navigate, useQueryWord } from '../../router.ts'
import { strings } from '../../strings.ts'
import { COLUMNS, openedBy } from './columns.tsx'
import { Moving } from './moving.tsx'
import { useHistory } from './use-history.ts'

const words = strings.activity

/** What is moving, and what has moved. */
export default function ActivityPage() {
  const [search] = useQueryWord('search')
  const history = useHistory(search.trim())
  return (
    <Page title={words.title} fill actions={<SearchField label={words.search} word="search" />}>
      <Moving />
      <Loaded of={history} lines={8}>
        {(rows) =>
          rows.count === 0 ? (
            <Nothing search={search} />
          ) : (
            <DataTable
              label={words.history}
              rows={rows}
              columns={COLUMNS}
              keyOf={({ id }) => String(id)}
              onOpen={(entry) => navigate(openedBy(entry))}
              stale={history.stale}
            />
          )
        }
      </Loaded>
    </Page>
  )
}

function Nothing({ search }: { readonly search: string }) {
  return search === '' ? (
    <Empty title={words.emptyTitle} text={words.emptyText} />
  ) : (
    <Empty title={words.noneFound(search)} />
  )
}
