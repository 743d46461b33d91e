import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { strings } from '../strings.ts'
import { GROUPS, type PaletteItem } from './palette-items.ts'

const useStyles = makeStyles({
  list: { maxHeight: '50vh', overflowY: 'auto' },
  group: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXXS}`,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  item: {
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
  },
  active: {
    color: tokens.colorNeutralForeground1Selected,
    backgroundColor: tokens.colorNeutralBackground1Selected,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Selected },
    outline: `${tokens.strokeWidthThin} solid ${tokens.colorTransparentStrokeInteractive}`,
    outlineOffset: `calc(-1 * ${tokens.strokeWidthThin})`,
  },
  none: { padding: tokens.spacingHorizontalS, color: tokens.colorNeutralForeground2 },
})

export interface PaletteListProps {
  readonly id: string
  /** Group by group. */
  readonly items: readonly PaletteItem[]
  readonly active: number
  readonly onChoose: (item: PaletteItem) => void
}

export function PaletteList({ id, items, active, onChoose }: PaletteListProps) {
  const styles = useStyles()
  if (items.length === 0) {
    return (
      <Text id={id} role="status" className={styles.none}>
        {strings.palette.none}
      </Text>
    )
  }
  return (
    <div id={id} role="listbox" aria-label={strings.palette.results} className={styles.list}>
      {GROUPS.filter((group) => items.some((item) => item.group === group)).map((group) => (
        <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
          <div id={`${id}-${group}`} className={styles.group}>
            {strings.palette.groups[group]}
          </div>
          {items.map((item, at) =>
            item.group === group ? (
              <Option
                key={item.id}
                id={`${id}-${at}`}
                item={item}
                active={at === active}
                onChoose={onChoose}
              />
            ) : null,
          )}
        </div>
      ))}
    </div>
  )
}

interface OptionProps {
  readonly id: string
  readonly item: PaletteItem
  readonly active: boolean
  readonly onChoose: (item: PaletteItem) => void
}

/** The keyboard stays in the search field, which says which option is active. */
function Option({ id, item, active, onChoose }: OptionProps) {
  const styles = useStyles()
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div
      ref={element}
      id={id}
      role="option"
      aria-selected={active}
      className={mergeClasses(styles.item, active && styles.active)}
      onClick={() => onChoose(item)}
    >
      {item.label}
    </div>
  )
}
