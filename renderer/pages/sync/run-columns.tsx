import { Button } from '@fluentui/react-components'
import type { SyncImage } from '../../../server/control/sync-plan-contract.ts'
import type { Column } from '../../components/table/column.ts'
import { syncRuns } from '../../strings/sync-runs.ts'
import { StateText } from '../remotes/state-text.tsx'
import { HERE_COLUMN, IMAGE_COLUMN, imageName, noteOf, THERE_COLUMN } from './image-columns.tsx'
import { resultState } from './image-state.ts'

const words = syncRuns.images

export interface RunColumnsParts {
  readonly isOver: boolean
  readonly onDecide: (image: SyncImage) => void
}

export function runColumns({ isOver, onDecide }: RunColumnsParts): readonly Column<SyncImage>[] {
  return [
    IMAGE_COLUMN,
    {
      id: 'what',
      title: words.columns.what,
      width: '6.5rem',
      from: 720,
      cell: ({ state }) => syncRuns.imageStates[state],
    },
    {
      id: 'result',
      title: words.columns.result,
      width: '7rem',
      cell: (image) => <StateText state={resultState(image, isOver)} />,
    },
    {
      id: 'note',
      title: words.columns.note,
      width: 'minmax(9rem, 3fr)',
      cell: (image) => <Note image={image} onDecide={onDecide} />,
    },
    { ...HERE_COLUMN, title: words.columns.hereBefore },
    { ...THERE_COLUMN, title: words.columns.thereBefore },
  ]
}

interface NoteProps {
  readonly image: SyncImage
  readonly onDecide: (image: SyncImage) => void
}

/** Why it did not get there, or the button with which somebody decides. */
function Note({ image, onDecide }: NoteProps) {
  const note = noteOf(image)
  if (image.result !== 'conflict' || image.settled) return <span title={note}>{note}</span>
  return (
    <Button
      size="small"
      title={note}
      aria-label={words.decideFor(imageName(image))}
      onClick={() => onDecide(image)}
    >
      {words.decide}
    </Button>
  )
}
