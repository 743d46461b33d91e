import type { SyncImage } from '../../../server/control/sync-plan-contract.ts'
import type { SyncDirection } from '../../../server/control/sync-run-contract.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Size } from '../../components/size.tsx'
import type { Column } from '../../components/table/column.ts'
import { usePaged } from '../../paged.ts'
import { useQueryWord } from '../../router.ts'
import { syncRuns } from '../../strings/sync-runs.ts'
import { StateText } from '../remotes/state-text.tsx'
import { HERE_COLUMN, IMAGE_COLUMN, imageName, noteOf, THERE_COLUMN } from './image-columns.tsx'
import { planState, SHOWN_STATES } from './image-state.ts'
import { ImageTools } from './image-tools.tsx'

const words = syncRuns.images

export interface PlanImagesProps {
  readonly plan: string
  readonly direction: SyncDirection
}

/** Every image of a plan, whatever its length. */
export function PlanImages({ plan, direction }: PlanImagesProps) {
  const [search] = useQueryWord('search')
  const [shown] = useQueryWord('show')
  const state = SHOWN_STATES.find((one) => one === shown)
  const list = usePaged('sync.planImages', {
    plan,
    ...(state && { state }),
    ...(search !== '' && { search }),
  })
  return (
    <>
      <ImageTools choices={syncRuns.imageStates} />
      <Loaded of={list} lines={8}>
        {(rows) =>
          rows.count === 0 ? (
            <Empty title={words.noneFound} />
          ) : (
            <DataTable
              label={words.label}
              rows={rows}
              columns={columnsFor(direction)}
              keyOf={imageName}
              stale={list.stale}
            />
          )
        }
      </Loaded>
    </>
  )
}

function columnsFor(direction: SyncDirection): readonly Column<SyncImage>[] {
  return [
    IMAGE_COLUMN,
    {
      id: 'state',
      title: words.columns.state,
      width: 'minmax(8rem, 2fr)',
      cell: (image) => <State image={image} direction={direction} />,
    },
    {
      id: 'size',
      title: words.columns.size,
      width: '6rem',
      align: 'end',
      cell: ({ bytes }) => bytes !== undefined && bytes > 0 && <Size bytes={bytes} />,
    },
    HERE_COLUMN,
    THERE_COLUMN,
  ]
}

interface StateProps {
  readonly image: SyncImage
  readonly direction: SyncDirection
}

function State({ image, direction }: StateProps) {
  const note = noteOf(image)
  const state = planState(image, direction)
  return (
    <span title={note}>
      <StateText state={note === '' ? state : { ...state, text: `${state.text}: ${note}` }} />
    </span>
  )
}
