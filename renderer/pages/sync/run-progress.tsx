import { makeStyles, tokens } from '@fluentui/react-components'
import type { SyncRun } from '../../../server/control/sync-run-contract.ts'
import { ProgressLine } from '../../components/progress-line.tsx'
import { duration, exactSize, percent, rate, size } from '../../format.ts'
import { strings } from '../../strings.ts'
import { syncRuns } from '../../strings/sync-runs.ts'

const words = syncRuns.run

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
})

/** How far a run is: images, bytes, rate and time left, as far as they can be known. */
export function RunProgress({ run }: { readonly run: SyncRun }) {
  const styles = useStyles()
  const { progress } = run
  return (
    <div className={styles.root}>
      <ProgressLine
        label={runTitle(run)}
        numbers={progressWords(run)}
        exact={progress && exactSize(progress.doneBytes)}
        value={valueOf(run)}
      />
    </div>
  )
}

function runTitle({ state, direction, remote }: SyncRun): string {
  if (state === 'planning') return words.comparing(remote)
  if (state === 'paused') return words.pausedWith(remote)
  return direction === 'push' ? words.pushing(remote) : words.pulling(remote)
}

function valueOf({ state, progress }: SyncRun): number | undefined {
  if (progress && progress.totalBytes > 0) return progress.doneBytes / progress.totalBytes
  if (progress && progress.images.total > 0) return progress.images.done / progress.images.total
  return state === 'paused' ? 0 : undefined
}

/** @returns empty while both sides are compared */
function progressWords({ progress, state }: SyncRun): string {
  if (!progress) return ''
  const { images, totalBytes, doneBytes, secondsLeft } = progress
  const isMoving = state === 'running'
  return [
    images.total > 0 && words.imagesOf(images.done, images.total),
    totalBytes > 0 && strings.transfers.of(size(doneBytes), size(totalBytes)),
    totalBytes > 0 && percent(doneBytes, totalBytes),
    isMoving && progress.rate > 0 && rate(progress.rate),
    isMoving && secondsLeft !== undefined && strings.live.left(duration(secondsLeft)),
  ]
    .filter(Boolean)
    .join(' · ')
}
