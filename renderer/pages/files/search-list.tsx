import { isReading } from '../../components/reading-line.tsx'
import { usePaged } from '../../paged.ts'
import { files as words } from '../../strings/files.ts'
import { EntryTable } from './entry-table.tsx'
import { inLayer, type ListProps } from './list-props.ts'
import { NothingFound } from './nothing-here.tsx'

/** Everything in the image whose path holds what is searched for. */
export function SearchList(props: ListProps) {
  const { image, address } = props
  const input = { ...inLayer(image, address.layer), search: address.search }
  const list = usePaged('files.search', input, isReading)
  return (
    <EntryTable
      {...props}
      list={list}
      label={words.found}
      total={words.matches}
      wholePaths
      empty={<NothingFound address={address} />}
    />
  )
}
