import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import type { SyncRun } from '../../../server/control/sync-run-contract.ts'
import { duration, exactSize, percent, rate, size } from '../../format.ts'
import { strings } from '../../strings.ts'
import { sync } from '../../strings/sync.ts'

const words = sync.run

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalL,
  },
  what: { minWidth: 0, overflowWrap: 'anywhere' },
  numbers: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
})

/** How far a run is: images, bytes, rate and time left, as far as they can be known. */
export function RunProgress({ run }: { readonly run: SyncRun }) {
  const styles = useStyles()
  const { progress } = run
  const title = runTitle(run)
  return (
    <div className={styles.root}>
      <div className={styles.line}>
        <span className={styles.what}>{title}</span>
        <span
          className={styles.numbers}
          {...(progress && { title: exactSize(progress.doneBytes) })}
        >
          {progressWords(run)}
        </span>
      </div>
      <ProgressBar aria-label={strings.transfers.progress(title)} {...valueOf(run)} />
    </div>
  )
}

function runTitle({ state, direction, remote }: SyncRun): string {
  if (state === 'planning') return words.comparing(remote)
  if (state === 'paused') return words.pausedWith(remote)
  return direction === 'push' ? words.pushing(remote) : words.pulling(remote)
}

function valueOf({ state, progress }: SyncRun): { readonly value?: number } {
  if (progress && progress.totalBytes > 0) {
    return { value: Math.min(1, progress.doneBytes / progress.totalBytes) }
  }
  if (progress && progress.images.total > 0) {
    return { value: progress.images.done / progress.images.total }
  }
  return state === 'paused' ? { value: 0 } : {}
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
