import { makeStyles, tokens } from '@fluentui/react-components'
import { duration, exactSize, percent, rate as rateText, secondsLeft, size } from '../format.ts'
import { strings } from '../strings.ts'
import { ProgressLine } from './progress-line.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
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
      <ProgressLine
        label={title}
        numbers={progressWords(bytes, known ? totalBytes : undefined, rate)}
        exact={exactSize(bytes)}
        value={known ? bytes / totalBytes : undefined}
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
