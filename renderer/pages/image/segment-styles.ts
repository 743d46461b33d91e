import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { Segment } from './layer-segments.ts'

/** Strength of the tones from the largest layer down, in percent; the last is of all the rest. */
const TONES = [100, 82, 66, 51, 37, 24] as const

const painted = (percent: number) => ({
  backgroundColor: `color-mix(in srgb, ${tokens.colorCompoundBrandBackground} ${percent}%, ${tokens.colorNeutralBackground1})`,
})

const useStyles = makeStyles({
  // Striped as in every bar: told apart without colours as well.
  shared: {
    backgroundImage: `repeating-linear-gradient(135deg, transparent 0 ${tokens.strokeWidthThick}, ${tokens.colorNeutralBackground1} ${tokens.strokeWidthThick} ${tokens.strokeWidthThickest})`,
  },
  // Painted colours vanish when colours are forced; the system's own stay.
  forced: {
    '@media (forced-colors: active)': { forcedColorAdjust: 'none', backgroundColor: 'CanvasText' },
  },
  tone0: painted(TONES[0]),
  tone1: painted(TONES[1]),
  tone2: painted(TONES[2]),
  tone3: painted(TONES[3]),
  tone4: painted(TONES[4]),
  tone5: painted(TONES[5]),
})

const RANKS = [0, 1, 2, 3, 4, 5] as const
const REST = 5

/** How a segment is painted: the larger the stronger, and striped where other images have it too. */
export function useSegmentClass(): (segment: Segment) => string {
  const styles = useStyles()
  return ({ shared, rank = REST }) => {
    const tone = RANKS.find((known) => known === rank) ?? REST
    return mergeClasses(styles[`tone${tone}`], styles.forced, shared && styles.shared)
  }
}
