/** What a key asks of a table. */
export type TableKey =
  | { readonly does: 'move'; readonly to: number; readonly extend: boolean }
  | { readonly does: 'toggle' | 'open' | 'all' | 'none' }

export interface Pressed {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** The table in which a key is pressed. */
export interface TableAtKey {
  /** Index of the row that has the focus. */
  readonly active: number
  readonly count: number
  /** Rows that are seen at once. */
  readonly page: number
  /** Rows can be selected. */
  readonly selectable: boolean
}

/** As lists work on every desktop; what would select is the browser's where nothing can be selected. */
export function tableKey(pressed: Pressed, table: TableAtKey): TableKey | undefined {
  const asked = keyFor(pressed, table)
  const selects = asked?.does === 'move' ? asked.extend : asked && asked.does !== 'open'
  return selects && !table.selectable ? undefined : asked
}

function keyFor(pressed: Pressed, table: TableAtKey): TableKey | undefined {
  const to = target(pressed.key, table)
  if (to !== undefined) return { does: 'move', to, extend: pressed.shiftKey }
  if (pressed.key === ' ') return { does: 'toggle' }
  if (pressed.key === 'Enter') return { does: 'open' }
  if (pressed.key === 'Escape') return { does: 'none' }
  const control = pressed.ctrlKey || pressed.metaKey
  return control && pressed.key.toLowerCase() === 'a' ? { does: 'all' } : undefined
}

function target(key: string, { active, count, page }: TableAtKey): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  }
  const to = steps[key]
  return to === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, to))
}
