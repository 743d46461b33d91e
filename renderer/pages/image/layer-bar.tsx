import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { Layer } from '../../../server/control/images-contract.ts'
import { size } from '../../format.ts'
import { image as words } from '../../strings/image.ts'
import { segmentName } from './layer-name.ts'
import type { Segment } from './layer-segments.ts'
import { useSegmentClass } from './segment-styles.ts'

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    columnGap: tokens.strokeWidthThick,
    height: tokens.lineHeightBase400,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
  },
  segment: { flexBasis: 0, minWidth: tokens.strokeWidthThicker },
})

export interface LayerBarProps {
  readonly layers: readonly Layer[]
  readonly segments: readonly Segment[]
}

/** All layers beside each other, as wide as they are large, the lowest first. */
export function LayerBar({ layers, segments }: LayerBarProps) {
  const styles = useStyles()
  const paint = useSegmentClass()
  const names = segments.map((segment) => `${segmentName(layers, segment)}, ${size(segment.bytes)}`)
  return (
    <div className={styles.bar} role="img" aria-label={words.layers.bar(names.join('; '))}>
      {segments.map((segment, at) => (
        <div
          key={segment.layers[0]}
          className={mergeClasses(styles.segment, paint(segment))}
          style={{ flexGrow: segment.bytes }}
          title={`${names[at]}, ${segment.shared ? words.layers.sharedMark : words.layers.own}`}
        />
      ))}
    </div>
  )
}
