import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import { duration, exactSize, percent, rate as rateText, secondsLeft, size } from '../format.ts'
import { strings } from '../strings.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalL,
  },
  title: { minWidth: 0, overflowWrap: 'anywhere' },
  numbers: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
})

export interface ByteProgressProps {
  /** What is being done. */
  readonly title: string
  readonly bytes: number
  readonly totalBytes?: number
  /** Bytes a second, where it is known. */
  readonly rate?: number
}

/** How many bytes of something are done; what is not known is left out. */
export function ByteProgress({ title, bytes, totalBytes, rate = 0 }: ByteProgressProps) {
  const styles = useStyles()
  const known = totalBytes !== undefined && totalBytes > 0
  return (
    <div className={styles.root}>
      <div className={styles.line}>
        <span className={styles.title}>{title}</span>
        <span className={styles.numbers} title={exactSize(bytes)}>
          {progressWords(bytes, known ? totalBytes : undefined, rate)}
        </span>
      </div>
      <ProgressBar
        aria-label={strings.transfers.progress(title)}
        {...(known && { value: Math.min(1, bytes / totalBytes) })}
      />
    </div>
  )
}

function progressWords(bytes: number, totalBytes: number | undefined, rate: number): string {
  if (totalBytes === undefined) return bytes > 0 ? size(bytes) : ''
  const left = secondsLeft({ bytes, totalBytes, rate })
  return [
    strings.transfers.of(size(bytes), size(totalBytes)),
    percent(bytes, totalBytes),
    rate > 0 && rateText(rate),
    left !== undefined && left > 1 && strings.live.left(duration(left)),
  ]
    .filter(Boolean)
    .join(' · ')
}
