import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { Size } from '../../components/size.tsx'
import { image as words } from '../../strings/image.ts'
import type { LayerBarProps } from './layer-bar.tsx'
import { segmentName } from './layer-name.ts'
import { legendOf } from './layer-segments.ts'
import { useSegmentClass } from './segment-styles.ts'

/** Wide enough for a number, a few words and a size. */
const ITEM_WIDTH = '17rem'

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fill, minmax(min(${ITEM_WIDTH}, 100%), 1fr))`,
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalXL}`,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  item: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
  },
  swatch: {
    width: tokens.spacingHorizontalM,
    height: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusSmall,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  size: { fontVariantNumeric: 'tabular-nums' },
  shared: { color: tokens.colorNeutralForeground3 },
})

/** Which tone is which layer, the largest first; the bar's grey ones are marked in words, too. */
export function LayerLegend({ layers, segments }: LayerBarProps) {
  const styles = useStyles()
  const paint = useSegmentClass()
  return (
    <ul className={styles.list}>
      {legendOf(segments).map((segment) => {
        const name = isRest(segment.rank)
          ? words.layers.rest(segment.layers.length)
          : segmentName(layers, segment)
        return (
          <li key={segment.layers[0]} className={styles.item}>
            <span className={mergeClasses(styles.swatch, paint(segment))} />
            <span className={styles.name} title={name}>
              {name}
            </span>
            <span className={styles.size}>
              {segment.shared && <span className={styles.shared}>{words.layers.sharedMark} </span>}
              <Size bytes={segment.bytes} />
            </span>
          </li>
        )
      })}
    </ul>
  )
}

const isRest = (rank: number | undefined): boolean => rank === undefined
