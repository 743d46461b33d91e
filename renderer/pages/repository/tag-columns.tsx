import type { Input } from '../../../server/control/contract.ts'
import type { Tag } from '../../../server/control/repositories-contract.ts'
import { Digest } from '../../components/digest.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Size } from '../../components/size.tsx'
import type { Column } from '../../components/table/column.ts'
import { WhenKnown } from '../../components/when-known.tsx'
import { kinds } from '../../strings/image.ts'
import { repository as words } from '../../strings/repository.ts'
import { platformsInShort } from './platforms-in-short.ts'

export type TagSort = Input<'tags.list'>['sort']
export const TAG_SORTS: readonly TagSort[] = ['name', 'size', 'pushed']

const { columns } = words

/** The columns of a repository's tags; those people look for least go first when it gets narrow. */
export function tagColumns(repository: string): readonly Column<Tag, TagSort>[] {
  return [
    {
      id: 'name',
      title: columns.name,
      width: 'minmax(9rem, 1fr)',
      sort: 'name',
      cell: ({ tag }) => (
        <PlaceLink to={{ page: 'image', repository, reference: tag }} tabIndex={-1} title={tag}>
          {tag}
        </PlaceLink>
      ),
    },
    {
      id: 'what',
      title: columns.what,
      width: '13rem',
      from: 600,
      cell: (tag) => <What tag={tag} />,
    },
    {
      id: 'digest',
      title: columns.digest,
      width: '8rem',
      from: 700,
      cell: ({ digest }) => <Digest digest={digest} />,
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
      width: '7rem',
      from: 900,
      cell: ({ pushedBy }) => <span title={pushedBy}>{pushedBy}</span>,
    },
    {
      id: 'pulled',
      title: columns.pulled,
      width: '7rem',
      align: 'end',
      from: 800,
      cell: ({ pulledAt }) => <WhenKnown at={pulledAt} />,
    },
  ]
}

/** An image is told by its platforms, everything else by its kind. */
function What({ tag: { kind, platforms } }: { readonly tag: Tag }) {
  if (platforms.length === 0) return kinds[kind].one
  return <span title={platforms.join('\n')}>{platformsInShort(platforms)}</span>
}
