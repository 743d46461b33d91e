import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { strings } from '../strings.ts'

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalL,
  },
  title: { minWidth: 0, overflowWrap: 'anywhere' },
  numbers: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
})

export interface ProgressLineProps {
  /** What is being done, as words. */
  readonly label: string
  /** The same as it is shown, where it is more than words. */
  readonly title?: ReactNode
  /** How far it is. */
  readonly numbers: string
  /** The same to the byte. */
  readonly exact?: string | undefined
  /** From 0 to 1; absent: its end is not known. */
  readonly value?: number | undefined
}

/** What is being done and how far it is, with its bar below: two lines of the column that it stands in. */
export function ProgressLine({ label, title, numbers, exact, value }: ProgressLineProps) {
  const styles = useStyles()
  return (
    <>
      <div className={styles.line}>
        <span className={styles.title}>{title ?? label}</span>
        <span className={styles.numbers} title={exact}>
          {numbers}
        </span>
      </div>
      <ProgressBar
        aria-label={strings.transfers.progress(label)}
        {...(value !== undefined && { value: Math.min(1, value) })}
      />
    </>
  )
}
