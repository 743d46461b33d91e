import { DataTable } from '../../components/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Muted } from '../../components/muted.tsx'
import { Page } from '../../components/page.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { navigate, useQueryWord } from '../../router.ts'
import { audit as words } from '../../strings/audit.ts'
import { COLUMNS } from './columns.tsx'
import { openedBy } from './entry-text.ts'
import { useAudit } from './use-audit.ts'

/** Who changed what, from where. */
export default function AuditPage() {
  const [search] = useQueryWord('search')
  const log = useAudit(search.trim())
  return (
    <Page title={words.title} fill actions={<SearchField label={words.search} word="search" />}>
      <Loaded of={log} lines={8}>
        {({ file, rows }) =>
          rows.count === 0 ? (
            <Nothing file={file} search={search} />
          ) : (
            <>
              {file !== undefined && <Muted>{words.keptIn(file)}</Muted>}
              <DataTable
                label={words.label}
                rows={rows}
                columns={COLUMNS}
                keyOf={({ id }) => String(id)}
                onOpen={(entry) => {
                  const place = openedBy(entry)
                  if (place) navigate(place)
                }}
                stale={log.stale}
              />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

interface NothingProps {
  readonly file: string | undefined
  readonly search: string
}

function Nothing({ file, search }: NothingProps) {
  if (file === undefined) return <Empty title={words.offTitle} text={words.offText} />
  return search === '' ? (
    <Empty title={words.emptyTitle} text={words.emptyText} />
  ) : (
    <Empty title={words.noneFound(search)} />
  )
}
