import type { Activity } from '../../../server/control/activity-contract.ts'
import { subjectInShort, subjectName, subjectPlace } from '../../activity-place.ts'
import { PlaceLink } from '../../components/place-link.tsx'
import { Size } from '../../components/size.tsx'
import type { Column } from '../../components/table/column.ts'
import { When } from '../../components/when.tsx'
import { program, rate } from '../../format.ts'
import type { Place } from '../../place.ts'
import { strings } from '../../strings.ts'

const words = strings.activity.columns

export const COLUMNS: readonly Column<Activity>[] = [
  {
    id: 'what',
    title: words.what,
    width: '5.5rem',
    cell: ({ action }) => strings.activity.actions[action],
  },
  {
    id: 'image',
    title: words.image,
    width: 'minmax(9rem, 3fr)',
    cell: (entry) => (
      <PlaceLink to={openedBy(entry)} tabIndex={-1} title={subjectName(entry)}>
        {subjectInShort(entry)}
      </PlaceLink>
    ),
  },
  {
    id: 'size',
    title: words.size,
    width: '6rem',
    align: 'end',
    cell: ({ bytes }) => bytes !== undefined && <Size bytes={bytes} />,
  },
  {
    id: 'rate',
    title: words.rate,
    width: '7rem',
    align: 'end',
    from: 760,
    cell: ({ bytes, seconds }) =>
      bytes !== undefined && seconds !== undefined && seconds > 0 && rate(bytes / seconds),
  },
  {
    id: 'who',
    title: words.who,
    width: 'minmax(6rem, 1fr)',
    from: 640,
    cell: ({ user, remote }) => <span title={remote}>{user ?? remote}</span>,
  },
  {
    id: 'with',
    title: words.with,
    width: '10rem',
    from: 760,
    cell: ({ agent }) => agent !== undefined && <span title={agent}>{program(agent)}</span>,
  },
  {
    id: 'when',
    title: words.when,
    width: '7rem',
    align: 'end',
    cell: ({ at }) => <When at={at} />,
  },
]

/** What was deleted is no more: its repository may still be there. */
export function openedBy(entry: Activity): Place {
  return entry.action === 'delete'
    ? { page: 'repository', repository: entry.repository }
    : subjectPlace(entry)
}
