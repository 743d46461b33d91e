import type { SyncImage } from '../../../server/control/sync-plan-contract.ts'
import { Digest } from '../../components/digest.tsx'
import { Muted } from '../../components/muted.tsx'
import type { Column } from '../../components/table/column.ts'
import { syncRuns } from '../../strings/sync-runs.ts'

const words = syncRuns.images

export const imageName = ({ repository, tag }: Pick<SyncImage, 'repository' | 'tag'>): string =>
  `${repository}:${tag}`

export const IMAGE_COLUMN: Column<SyncImage> = {
  id: 'image',
  title: words.columns.image,
  width: 'minmax(10rem, 3fr)',
  cell: (image) => <span title={imageName(image)}>{imageName(image)}</span>,
}

export const HERE_COLUMN: Column<SyncImage> = {
  id: 'here',
  title: words.columns.here,
  width: '9rem',
  from: 620,
  cell: ({ here }) => (here === undefined ? <Muted>–</Muted> : <Digest digest={here} />),
}

export const THERE_COLUMN: Column<SyncImage> = {
  id: 'there',
  title: words.columns.there,
  width: '9rem',
  from: 620,
  cell: ({ there }) => (there === undefined ? <Muted>–</Muted> : <Digest digest={there} />),
}

/** What makes an image need somebody, in words. */
export function noteOf({ state, moved, problem, deletes }: SyncImage): string {
  if (problem !== undefined) return problem
  if (deletes) return words.willDelete
  if (state !== 'conflict') return ''
  if (moved === 'both') return words.bothMoved
  if (moved === 'there') return words.thereMoved
  return moved === 'here' ? words.hereMoved : words.unknownMoved
}
