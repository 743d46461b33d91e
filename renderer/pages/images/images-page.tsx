import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useRef } from 'react'
import type { IndexStatus } from '../../../server/control/registry-contract.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useMethod } from '../../control.tsx'
import { usePaged } from '../../paged.ts'
import { navigate, useQueryWord } from '../../router.ts'
import { useSorting } from '../../sort-word.ts'
import { images as words } from '../../strings/images.ts'
import { ListCount } from './list-count.tsx'
import { ImportButton } from './import-button.tsx'
import { focusGrid } from './focus-grid.ts'
import { NothingPushed, NothingFound } from './no-repositories.tsx'
import { REPOSITORY_COLUMNS, REPOSITORY_SORTS } from './repository-columns.tsx'

/** All repositories, the one that was pushed to last on top. */
export default function ImagesPage() {
  const content = useRef<HTMLDivElement>(null)
  const index = useMethod('registry.status', undefined).data?.index
  return (
    <Page
      title={words.title}
      fill
      actions={
        <>
          <SearchField
            label={words.search}
            word="search"
            onLeave={() => focusGrid(content.current)}
          />
          <ImportButton />
        </>
      }
    >
      {index?.state === 'building' && <Building index={index} />}
      <div ref={content} style={{ display: 'contents' }}>
        <Repositories building={index?.state === 'building'} />
      </div>
    </Page>
  )
}

function Repositories({ building }: { readonly building: boolean }) {
  const [search, setSearch] = useQueryWord('search')
  const [sorting, sort] = useSorting(REPOSITORY_SORTS, { by: 'pushed', descending: true })
  const list = usePaged('repositories.list', {
    ...(search !== '' && { search }),
    sort: sorting.by,
    descending: sorting.descending,
  })
  return (
    <Loaded of={list} failure={words.loadFailed} lines={8}>
      {(rows) => {
        if (rows.count === 0 && search !== '') {
          return <NothingFound search={search} onClear={() => setSearch('')} />
        }
        if (rows.count === 0) return building ? null : <NothingPushed />
        return (
          <>
            <ListCount text={(search === '' ? words.total : words.found)(rows.count)} />
            <DataTable
              label={words.table}
              rows={rows}
              columns={REPOSITORY_COLUMNS}
              keyOf={({ name }) => name}
              sorting={sorting}
              onSort={sort}
              onOpen={({ name }) => navigate({ page: 'repository', repository: name })}
              stale={list.stale}
            />
          </>
        )
      }}
    </Loaded>
  )
}

/** While the index builds, the list is not whole; nobody must take it for all there is. */
function Building({ index }: { readonly index: IndexStatus }) {
  return (
    <MessageBar intent="info">
      <MessageBarBody>
        <MessageBarTitle>{words.building.title}</MessageBarTitle>{' '}
        {words.building.text(index.repositories, index.tags)}
      </MessageBarBody>
    </MessageBar>
  )
}
