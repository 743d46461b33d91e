import {
  makeStyles,
  MessageBar,
  MessageBarBody,
  ProgressBar,
  tokens,
} from '@fluentui/react-components'
import type { Reading } from '../../server/control/contents-contract.ts'
import { size } from '../format.ts'
import { reading as words } from '../strings/reading.ts'
import { Failure } from './failure.tsx'
import { useLate } from './loading.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    rowGap: tokens.spacingVerticalXXS,
  },
  words: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontVariantNumeric: 'tabular-nums',
  },
})

export interface ReadingLineProps {
  readonly reading: Reading | undefined
  readonly onRetry: () => void
}

/** How far the layers are read that an answer rests on; nothing once they are, unless something was left out. */
export function ReadingLine({ reading, onRetry }: ReadingLineProps) {
  const late = useLate(reading?.state === 'reading')
  if (!reading) return null
  if (reading.state === 'failed') {
    return (
      <Failure title={words.failed} error={{ message: reading.message ?? '' }} onRetry={onRetry} />
    )
  }
  if (reading.state === 'reading') return late ? <Progress reading={reading} /> : null
  if (reading.message === undefined) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{reading.message}</MessageBarBody>
    </MessageBar>
  )
}

function Progress({ reading: { doneBytes, totalBytes, entries } }: { readonly reading: Reading }) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <span className={styles.words}>
        {words.title}: {words.progress(size(doneBytes), size(totalBytes), entries)}
      </span>
      <ProgressBar
        aria-label={words.title}
        {...(totalBytes > 0 && { value: Math.min(1, doneBytes / totalBytes) })}
      />
    </div>
  )
}

/** Whether an answer will be another one soon. */
export function isReading(answer: { readonly reading: Reading }): boolean {
  return answer.reading.state === 'reading'
}
