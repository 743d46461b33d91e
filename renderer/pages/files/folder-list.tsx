import type { Input } from '../../../server/control/contract.ts'
import { isReading } from '../../components/reading-line.tsx'
import { useMethod } from '../../control.tsx'
import { usePaged } from '../../paged.ts'
import { useSorting } from '../../sort-word.ts'
import { files as words } from '../../strings/files.ts'
import { EntryTable } from './entry-table.tsx'
import { inLayer, type ImageDigest, type ListProps } from './list-props.ts'
import { NothingHere } from './nothing-here.tsx'

type FileSort = Input<'files.list'>['sort']
const SORTS: readonly FileSort[] = ['name', 'size']

/** What lies in one folder. */
export function FolderList(props: ListProps) {
  const { image, address } = props
  const [sorting, sort] = useSorting(SORTS, { by: 'name', descending: false })
  const where = { ...inLayer(image, address.layer), folder: address.folder }
  const list = usePaged(
    'files.list',
    { ...where, sort: sorting.by, descending: sorting.descending },
    isReading,
  )
  return (
    <EntryTable
      {...props}
      list={list}
      label={words.table(address.folder)}
      total={words.total}
      largest={useLargest(where)}
      sorting={sorting}
      onSort={sort}
      empty={<NothingHere address={address} />}
    />
  )
}

/** The size of the largest entry of a folder, to which the others are compared. */
function useLargest(where: ImageDigest & { readonly folder: string }): number {
  const first = { ...where, sort: 'size', descending: true, offset: 0, limit: 1 } as const
  const page = useMethod('files.list', first, { unfinished: isReading, keep: true }).data
  return page?.items[0]?.sizeBytes ?? 0
}
