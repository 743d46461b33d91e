import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    width: '100%',
    minWidth: tokens.spacingHorizontalXXXL,
    height: tokens.spacingVerticalS,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    columnGap: tokens.strokeWidthThin,
    backgroundColor: tokens.colorNeutralStroke2,
    // Painted bars vanish with forced colours; an outline stays.
    '@media (forced-colors: active)': { outline: `${tokens.strokeWidthThin} solid CanvasText` },
  },
  part: { height: '100%', flexShrink: 0, minWidth: tokens.strokeWidthThin },
  own: { backgroundColor: tokens.colorCompoundBrandBackground },
  // Striped: told apart without colours as well.
  shared: {
    backgroundImage: `repeating-linear-gradient(135deg, ${tokens.colorCompoundBrandBackground} 0 ${tokens.strokeWidthThick}, transparent ${tokens.strokeWidthThick} ${tokens.strokeWidthThickest})`,
  },
  danger: { backgroundColor: tokens.colorPaletteRedBackground3 },
  forced: {
    '@media (forced-colors: active)': { backgroundColor: 'CanvasText', forcedColorAdjust: 'none' },
  },
})

export interface SizePart {
  readonly bytes: number
  /** Said on hover. */
  readonly label: string
  /** `own`: what is asked about; `shared`: what others have too. */
  readonly tone: 'own' | 'shared' | 'danger'
}

export interface SizeBarProps {
  readonly parts: readonly SizePart[]
  /** What the full width stands for, in bytes; without it the sum of the parts. */
  readonly whole?: number
  /** All that the bar says, for those who do not see it. */
  readonly label: string
}

/** Sizes side by side, to be compared; the numbers stand beside it. */
export function SizeBar({ parts, whole, label }: SizeBarProps) {
  const styles = useStyles()
  const sum = Math.max(1, whole ?? parts.reduce((total, { bytes }) => total + bytes, 0))
  return (
    <div className={styles.bar} role="img" aria-label={label} title={label}>
      {parts
        .filter(({ bytes }) => bytes > 0)
        .map((part, at) => (
          <div
            // Parts have no names of their own and never change places.
            // oxlint-disable-next-line react/no-array-index-key
            key={at}
            className={mergeClasses(styles.part, styles[part.tone], at === 0 && styles.forced)}
            style={{ width: `${Math.min(100, (100 * part.bytes) / sum)}%` }}
            title={part.label}
          />
        ))}
    </div>
  )
}
