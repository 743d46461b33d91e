import { makeStyles, tokens } from '@fluentui/react-components'
import { percent, size } from '../format.ts'
import { SizeBar } from './size-bar.tsx'

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: `${tokens.spacingHorizontalXXXL} minmax(3.5em, auto)`,
    alignItems: 'center',
    justifyContent: 'end',
    columnGap: tokens.spacingHorizontalS,
    textAlign: 'end',
    fontVariantNumeric: 'tabular-nums',
  },
})

export interface SharedPartProps {
  readonly bytes: number
  readonly sharedBytes: number
  /** What it means, in words, for hover and for those who do not see the bar. */
  readonly label: (shared: string) => string
  readonly none: string
}

/** How much of something others have too: as a bar and in percent. */
export function SharedPart({ bytes, sharedBytes, label, none }: SharedPartProps) {
  const styles = useStyles()
  const words = sharedBytes > 0 ? label(size(sharedBytes)) : none
  return (
    <span className={styles.root} title={words}>
      <SizeBar
        label={words}
        whole={bytes}
        parts={[{ bytes: sharedBytes, label: words, tone: 'shared' }]}
      />
      {percent(sharedBytes, bytes)}
    </span>
  )
}
