import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, makeStyles } from '@fluentui/react-components'
import type { SyncRun } from '../../../server/control/sync-run-contract.ts'
import { PlaceLink } from '../../components/place-link.tsx'
import { Section } from '../../components/section.tsx'
import { Size } from '../../components/size.tsx'
import { SmallTable } from '../../components/small-table.tsx'
import type { Column } from '../../components/table/column.ts'
import { When } from '../../components/when.tsx'
import { useControl } from '../../control.tsx'
import { count, duration } from '../../format.ts'
import { syncRuns } from '../../strings/sync-runs.ts'
import { sync } from '../../strings/sync.ts'
import { StateText } from '../remotes/state-text.tsx'
import { runState } from './run-state.ts'

const words = syncRuns.history

const useStyles = makeStyles({ more: { alignSelf: 'flex-start' } })

/** Runs that are asked for at once. */
const PART = 20

/** Runs that ended, the newest first. */
export function History() {
  const styles = useStyles()
  const control = useControl()
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['sync.runs', 'history'],
    queryFn: ({ pageParam }) =>
      control.call('sync.runs', {
        limit: PART,
        ...(pageParam !== undefined && { before: pageParam }),
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last: readonly SyncRun[]) =>
      last.length < PART ? undefined : last.at(-1)?.id,
  })
  const ended = data?.pages.flat().filter(({ endedAt }) => endedAt !== undefined) ?? []
  if (ended.length === 0) return null
  return (
    <Section title={words.title}>
      <SmallTable
        label={words.title}
        columns={COLUMNS}
        rows={ended}
        keyOf={({ id }) => String(id)}
      />
      {hasNextPage && (
        <Button
          className={styles.more}
          disabledFocusable={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </Section>
  )
}

const COLUMNS: readonly Column<SyncRun>[] = [
  {
    id: 'when',
    title: words.columns.when,
    width: '8rem',
    cell: ({ id, startedAt }) => (
      <PlaceLink to={{ page: 'sync-run', run: id }}>
        <When at={startedAt} />
      </PlaceLink>
    ),
  },
  {
    id: 'remote',
    title: words.columns.remote,
    width: 'minmax(6rem, 2fr)',
    cell: ({ direction, remote }) => {
      const text = syncRuns.facts[direction](remote)
      return <span title={text}>{text}</span>
    },
  },
  {
    id: 'cause',
    title: words.columns.cause,
    width: 'minmax(6rem, 1fr)',
    from: 720,
    cell: ({ cause }) => words.causes[cause],
  },
  {
    id: 'state',
    title: words.columns.state,
    width: '8rem',
    cell: (run) => <StateText state={endState(run)} />,
  },
  {
    id: 'images',
    title: words.columns.images,
    width: '5rem',
    align: 'end',
    from: 560,
    cell: ({ progress }) => progress && count(progress.images.done - progress.images.failed),
  },
  {
    id: 'moved',
    title: words.columns.moved,
    width: '6rem',
    align: 'end',
    cell: ({ progress }) => progress && <Size bytes={progress.sentBytes} />,
  },
  {
    id: 'took',
    title: words.columns.took,
    width: '6rem',
    align: 'end',
    from: 560,
    cell: ({ startedAt, endedAt = startedAt }) => duration((endedAt - startedAt) / 1000),
  },
]

/** With how many of them, where that says more. */
function endState(run: SyncRun) {
  const { state, failed, conflicts } = run
  if (state === 'failed' && failed > 0)
    return { ...runState(run), text: sync.states.failures(failed) }
  if (state === 'conflicts') return { ...runState(run), text: sync.states.conflicts(conflicts) }
  return runState(run)
}
