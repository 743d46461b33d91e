import { useState } from 'react'
import type { SyncImage } from '../../../server/control/sync-plan-contract.ts'
import type { SyncRun } from '../../../server/control/sync-run-contract.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { usePaged } from '../../paged.ts'
import { useQueryWord } from '../../router.ts'
import { syncRuns } from '../../strings/sync-runs.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import { imageName } from './image-columns.tsx'
import { ImageTools } from './image-tools.tsx'
import { runColumns } from './run-columns.tsx'

const words = syncRuns.images

const RESULTS = ['done', 'deleted', 'failed', 'conflict'] as const

/** Every image that a run had to do with, and what came of it. */
export function RunImages({ run }: { readonly run: SyncRun }) {
  const [search] = useQueryWord('search')
  const [shown] = useQueryWord('show')
  const [deciding, decide] = useState<SyncImage>()
  const result = RESULTS.find((one) => one === shown)
  const list = usePaged('sync.runImages', {
    run: run.id,
    ...(result && { result }),
    ...(search !== '' && { search }),
  })
  const columns = runColumns({ isOver: run.endedAt !== undefined, onDecide: decide })
  const isNarrowed = result !== undefined || search !== ''
  return (
    <>
      <ImageTools choices={words.results} />
      <Loaded of={list} lines={8}>
        {(rows) =>
          rows.count === 0 ? (
            <Empty title={isNarrowed ? words.noneFound : words.none} />
          ) : (
            <DataTable
              label={words.label}
              rows={rows}
              columns={columns}
              keyOf={imageName}
              onOpen={(image) => image.result === 'conflict' && !image.settled && decide(image)}
              stale={list.stale}
            />
          )
        }
      </Loaded>
      {deciding && (
        <ConflictDialog target={run.target} image={deciding} onClose={() => decide(undefined)} />
      )}
    </>
  )
}
