import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import { strings } from '../../strings.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalL,
  },
  far: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
})

export interface BusyLineProps {
  /** What is being done. */
  readonly title: string
  /** How far it is, as far as that is known. */
  readonly far: string
}

/** Work whose end is not known. */
export function BusyLine({ title, far }: BusyLineProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <div className={styles.line}>
        <span>{title}</span>
        <span className={styles.far}>{far}</span>
      </div>
      <ProgressBar aria-label={strings.transfers.progress(title)} />
    </div>
  )
}
