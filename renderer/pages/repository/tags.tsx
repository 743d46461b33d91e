import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import type { Tag } from '../../../server/control/repositories-contract.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { usePaged, type Rows } from '../../paged.ts'
import { navigate, useQueryWord } from '../../router.ts'
import { useSorting } from '../../sort-word.ts'
import { repository as words } from '../../strings/repository.ts'
import { selectedTags } from './selected-tags.ts'
import { TagActions } from './tag-actions.tsx'
import { TAG_SORTS, tagColumns } from './tag-columns.tsx'
import { TagCount } from './tag-count.tsx'

/** The tags of a repository: found, sorted, selected, and what to do with those that are selected. */
export function Tags({ repository }: { readonly repository: string }) {
  const [search, setSearch] = useQueryWord('search')
  const [sorting, sort] = useSorting(TAG_SORTS, { by: 'pushed', descending: true })
  const list = usePaged('tags.list', {
    repository,
    ...(search !== '' && { search }),
    sort: sorting.by,
    descending: sorting.descending,
  })
  const { selected, select } = useSelectedTags(list.data, search === '' && !list.stale)
  const table = (rows: Rows<Tag>) => (
    <>
      <TagCount rows={rows} selected={selected.size} search={search} onClear={() => select([])} />
      <DataTable
        label={words.table}
        rows={rows}
        columns={tagColumns(repository)}
        keyOf={({ tag }) => tag}
        sorting={sorting}
        onSort={sort}
        onOpen={({ tag }) => navigate({ page: 'image', repository, reference: tag })}
        selection={{ keys: new Set(selected.keys()), onChange: select }}
        stale={list.stale}
      />
    </>
  )
  return (
    <>
      {/* Where there is no tag, there is nothing to do. */}
      {(list.data?.count !== 0 || search !== '') && (
        <TagActions
          repository={repository}
          selected={[...selected.values()]}
          onGone={(gone) => select([...selected.keys()].filter((tag) => !gone.includes(tag)))}
        />
      )}
      <Loaded of={list} failure={words.tagsFailed} lines={8}>
        {(rows) =>
          rows.count > 0 ? table(rows) : <NoTags search={search} onClear={() => setSearch('')} />
        }
      </Loaded>
    </>
  )
}

const NO_ROWS = { count: 0, at: () => undefined }

/** The selection, kept while people search and scroll. @param whole the rows are of all tags there are */
function useSelectedTags(rows: Rows<Tag> | undefined, whole: boolean) {
  const [chosen, choose] = useState<ReadonlyMap<string, Tag>>(new Map())
  const withKeys = (keys: Iterable<string>) =>
    selectedTags(new Set(keys), rows ?? NO_ROWS, chosen, whole && rows !== undefined)
  return {
    selected: withKeys(chosen.keys()),
    select: (keys: Iterable<string>) => choose(withKeys(keys)),
  }
}

function NoTags({ search, onClear }: { readonly search: string; readonly onClear: () => void }) {
  if (search === '') return <Empty title={words.empty.title} text={words.empty.text} />
  return (
    <Empty title={words.noneFound.title(search)}>
      <Button onClick={onClear}>{words.noneFound.clear}</Button>
    </Empty>
  )
}
