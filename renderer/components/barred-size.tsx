import { makeStyles, tokens } from '@fluentui/react-components'
import { exactSize, size } from '../format.ts'
import { SizeBar, type SizePart } from './size-bar.tsx'

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 4.75rem',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
  },
})

export interface BarredSizeProps {
  readonly bytes: number
  /** What the full width of the bar stands for, in bytes; without it there is no bar. */
  readonly largest?: number
  readonly tone?: SizePart['tone']
  /** Said on hover beside the exact size. */
  readonly hint?: string
}

/** A size in a column: as a number, and as a bar beside the other rows'. */
export function BarredSize({ bytes, largest, tone = 'own', hint }: BarredSizeProps) {
  const styles = useStyles()
  const label = size(bytes)
  const title = [exactSize(bytes), hint].filter((line) => line !== undefined).join('\n')
  return (
    <span className={styles.root} title={title}>
      {largest === undefined ? (
        <span />
      ) : (
        <SizeBar label={label} whole={largest} parts={[{ bytes, label, tone }]} />
      )}
      <span>{label}</span>
    </span>
  )
}
