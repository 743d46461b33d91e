import type { Input } from '../../../server/control/contract.ts'
import type { Repository } from '../../../server/control/repositories-contract.ts'
import { PlaceLink } from '../../components/place-link.tsx'
import { SharedPart } from '../../components/shared-part.tsx'
import { Size } from '../../components/size.tsx'
import type { Column } from '../../components/table/column.ts'
import { WhenKnown } from '../../components/when-known.tsx'
import { count } from '../../format.ts'
import { images as words } from '../../strings/images.ts'

export type RepositorySort = Input<'repositories.list'>['sort']
export const REPOSITORY_SORTS: readonly RepositorySort[] = ['name', 'size', 'tags', 'pushed']

const { columns } = words

/** The columns of the list of repositories; what people look for least goes first when it gets narrow. */
export const REPOSITORY_COLUMNS: readonly Column<Repository, RepositorySort>[] = [
  {
    id: 'name',
    title: columns.name,
    width: 'minmax(10rem, 1fr)',
    sort: 'name',
    cell: ({ name }) => (
      <PlaceLink to={{ page: 'repository', repository: name }} tabIndex={-1} title={name}>
        {name}
      </PlaceLink>
    ),
  },
  {
    id: 'tags',
    title: columns.tags,
    width: '4.5rem',
    align: 'end',
    sort: 'tags',
    cell: ({ tags }) => count(tags),
  },
  {
    id: 'size',
    title: columns.size,
    width: '6rem',
    align: 'end',
    sort: 'size',
    cell: ({ sizeBytes }) => <Size bytes={sizeBytes} />,
  },
  {
    id: 'shared',
    title: columns.shared,
    width: '8rem',
    align: 'end',
    from: 620,
    cell: ({ sizeBytes, sharedBytes }) => (
      <SharedPart
        inColumn
        bytes={sizeBytes}
        sharedBytes={sharedBytes}
        label={words.sharedPart}
        none={words.nothingShared}
      />
    ),
  },
  {
    id: 'pushed',
    title: columns.pushed,
    width: '7rem',
    align: 'end',
    sort: 'pushed',
    cell: ({ pushedAt }) => <WhenKnown at={pushedAt} />,
  },
  {
    id: 'by',
    title: columns.by,
    width: '8rem',
    from: 900,
    cell: ({ pushedBy }) => <span title={pushedBy}>{pushedBy}</span>,
  },
  {
    id: 'pulled',
    title: columns.pulled,
    width: '7rem',
    align: 'end',
    from: 760,
    cell: ({ pulledAt }) => <WhenKnown at={pulledAt} />,
  },
]
