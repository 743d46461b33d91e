import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
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
  alone: { gridTemplateColumns: `${tokens.spacingHorizontalXXXL} auto` },
})

export interface SharedPartProps {
  readonly bytes: number
  readonly sharedBytes: number
  /** What it means, in words, for hover and for those who do not see the bar. */
  readonly label: (shared: string) => string
  readonly none: string
  /** Below one another bars and numbers stand level, which leaves room between them. */
  readonly inColumn?: boolean
}

/** How much of something others have too: as a bar and in percent. */
export function SharedPart({ bytes, sharedBytes, label, none, inColumn }: SharedPartProps) {
  const styles = useStyles()
  const words = sharedBytes > 0 ? label(size(sharedBytes)) : none
  return (
    <span className={mergeClasses(styles.root, !inColumn && styles.alone)} title={words}>
      <SizeBar
        label={words}
        whole={bytes}
        parts={[{ bytes: sharedBytes, label: words, tone: 'shared' }]}
      />
      {percent(sharedBytes, bytes)}
    </span>
  )
}
