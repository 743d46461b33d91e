import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useId, type ReactNode } from 'react'
import type { Layer } from '../../../server/control/images-contract.ts'
import { Size } from '../../components/size.tsx'
import { LAYER_LIST_WIDTH } from '../../measures.ts'
import { files as words } from '../../strings/files.ts'
import { layerName } from '../image/layer-name.ts'

const useStyles = makeStyles({
  root: {
    flexShrink: 0,
    boxSizing: 'border-box',
    width: LAYER_LIST_WIDTH,
    minHeight: 0,
    margin: 0,
    padding: `0 ${tokens.spacingHorizontalM} ${tokens.spacingVerticalM} 0`,
    border: 'none',
    borderRight: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    overflow: 'auto',
  },
  legend: {
    padding: `0 ${tokens.spacingHorizontalS}`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase400,
  },
  item: {
    position: 'relative',
    display: 'block',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
    ':has(input:focus-visible)': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: `calc(-1 * ${tokens.strokeWidthThick})`,
    },
  },
  chosen: {
    backgroundColor: tokens.colorBrandBackground2,
    ':hover': { backgroundColor: tokens.colorBrandBackground2 },
    '@media (forced-colors: active)': {
      outline: `${tokens.strokeWidthThick} solid Highlight`,
    },
  },
  // Not seen, but there for the keyboard, for readers and for clicks.
  input: {
    position: 'absolute',
    inset: 0,
    width: '100%',
    height: '100%',
    margin: 0,
    opacity: 0,
    cursor: 'pointer',
  },
  title: {
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  hint: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontVariantNumeric: 'tabular-nums',
  },
})

export interface LayerChoice {
  readonly layers: readonly Layer[]
  /** The digest of one; empty for the whole image. */
  readonly chosen: string
  readonly onChoose: (digest: string) => void
}

/** The whole image or one of its layers, the lowest first. */
export function LayerList({ layers, chosen, onChoose }: LayerChoice) {
  const styles = useStyles()
  const group = useId()
  // The same layer may well be there twice; only the first of them is marked.
  const chosenAt = layers.findIndex(({ digest }) => digest === chosen)
  return (
    <fieldset className={styles.root}>
      <legend className={styles.legend}>{words.layers.label}</legend>
      <Choice
        group={group}
        title={words.layers.whole}
        chosen={chosenAt < 0}
        onChoose={() => onChoose('')}
      >
        {words.layers.wholeHint}
      </Choice>
      {layers.map(({ digest, sizeBytes }, at) => (
        <Choice
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          group={group}
          title={layerName(layers, at)}
          chosen={at === chosenAt}
          onChoose={() => onChoose(digest)}
        >
          <Size bytes={sizeBytes} />
        </Choice>
      ))}
    </fieldset>
  )
}

interface ChoiceProps {
  readonly group: string
  readonly title: string
  readonly chosen: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}

function Choice({ group, title, chosen, onChoose, children }: ChoiceProps) {
  const styles = useStyles()
  return (
    <label className={mergeClasses(styles.item, chosen && styles.chosen)} title={title}>
      <input
        type="radio"
        name={group}
        className={styles.input}
        checked={chosen}
        onChange={onChoose}
      />
      <span className={styles.title}>{title}</span>
      <span className={styles.hint}>{children}</span>
    </label>
  )
}
