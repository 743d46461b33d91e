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

/**
 * As lists work on every desktop.
 *
 * @param active index of the row that has the focus
 * @param page rows that are seen at once
 */
export function tableKey(
  pressed: Pressed,
  active: number,
  count: number,
  page: number,
): TableKey | undefined {
  const to = target(pressed.key, active, count, page)
  if (to !== undefined) return { does: 'move', to, extend: pressed.shiftKey }
  if (pressed.key === ' ') return { does: 'toggle' }
  if (pressed.key === 'Enter') return { does: 'open' }
  if (pressed.key === 'Escape') return { does: 'none' }
  const control = pressed.ctrlKey || pressed.metaKey
  return control && pressed.key.toLowerCase() === 'a' ? { does: 'all' } : undefined
}

function target(key: string, active: number, count: number, page: number): number | undefined {
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
