import { Dialog, DialogSurface, makeStyles, SearchBox, tokens } from '@fluentui/react-components'
import { useId, useState, type KeyboardEvent } from 'react'
import { strings } from '../strings.ts'
import type { PaletteItem } from './palette-items.ts'
import { PaletteList } from './palette-list.tsx'
import { usePaletteItems } from './use-palette-items.ts'

const useStyles = makeStyles({
  surface: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    // Near the top, where eyes are, and still while the list below it grows and shrinks.
    marginTop: '12vh',
  },
  search: { maxWidth: 'none' },
})

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** Type, choose with the arrows, Enter; Escape leaves. */
export default function Palette({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const items = usePaletteItems(typed)
  const active = Math.min(at, items.length - 1)
  const run = (item: PaletteItem | undefined) => {
    if (!item) return
    onClose()
    item.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step === undefined && event.key !== 'Enter') return
    event.preventDefault()
    if (step === undefined) run(items[active])
    else setAt((active + step + items.length) % Math.max(1, items.length))
  }
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogSurface className={styles.surface} aria-label={strings.palette.label}>
        <SearchBox
          className={styles.search}
          size="large"
          autoFocus
          role="combobox"
          aria-expanded
          aria-label={strings.palette.label}
          aria-controls={id}
          {...(active >= 0 && { 'aria-activedescendant': `${id}-${active}` })}
          placeholder={strings.palette.placeholder}
          value={typed}
          onChange={(_, { value }) => {
            setTyped(value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <PaletteList id={id} items={items} active={active} onChoose={run} />
      </DialogSurface>
    </Dialog>
  )
}
