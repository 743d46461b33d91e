import { Button } from '@fluentui/react-components'
import {
  ArrowClockwiseRegular,
  DismissRegular,
  PauseRegular,
  PlayRegular,
} from '@fluentui/react-icons'
import type { SyncRun } from '../../../server/control/sync-run-contract.ts'
import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { navigate } from '../../router.ts'
import { syncRuns } from '../../strings/sync-runs.ts'

const words = syncRuns.run

/** What can be done with a run now: while it is under way, and with what failed afterwards. */
export function RunButtons({ run }: { readonly run: SyncRun }) {
  const { id, endedAt, state } = run
  const notices = useNotices()
  const onError = (error: Error) => notices.failed(words.notDone, error)
  const pause = useAction('sync.pause')
  const resume = useAction('sync.resume')
  const cancel = useAction('sync.cancel')
  const retry = useAction('sync.retry')
  if (endedAt !== undefined) {
    if (state !== 'failed') return null
    return (
      <Button
        icon={<ArrowClockwiseRegular />}
        disabledFocusable={retry.isPending}
        onClick={() => retry.mutate({ run: id }, { onError, onSuccess: showRun })}
      >
        {words.retry}
      </Button>
    )
  }
  const isPaused = state === 'paused'
  return (
    <>
      <Button
        icon={isPaused ? <PlayRegular /> : <PauseRegular />}
        onClick={() => (isPaused ? resume : pause).mutate({ run: id }, { onError })}
      >
        {isPaused ? words.resume : words.pause}
      </Button>
      <Button
        icon={<DismissRegular />}
        disabledFocusable={cancel.isPending}
        onClick={() => cancel.mutate({ run: id }, { onError })}
      >
        {words.cancel}
      </Button>
    </>
  )
}

const showRun = ({ id }: SyncRun): void => navigate({ page: 'sync-run', run: id })
