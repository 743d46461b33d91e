import { useEffect, useLayoutEffect, useState, type RefObject } from 'react'

/** Where somebody was in a table: how far it was scrolled, in pixels, and on which row. */
export interface Spot {
  readonly top: number
  readonly index: number
}

/** Scrolling fires often, and browsers only take so many notes; in milliseconds. */
const PAUSE = 150

/**
 * Where the table was when this step of the history was left, so that Back leads to the same row. It
 * lies in the step itself: a new visit, or another search, begins at the top.
 *
 * @param list tells one list from another that takes its place
 */
export function useRememberedSpot(
  grid: RefObject<HTMLElement | null>,
  list: string,
): Spot | undefined {
  const [kept, keep] = useState(() => ({ list, spot: spotInHistory() }))
  if (kept.list !== list) keep({ list, spot: spotInHistory() })
  const { spot } = kept
  // Before it is seen, or a key that is pressed at once would be lost.
  useLayoutEffect(() => {
    // Who comes back goes on where they were, by keyboard as well.
    if (spot && document.activeElement === document.body) grid.current?.focus()
  }, [grid, spot])
  return spot
}

/** Keeps note of where the table is. @param index the active row */
export function useRememberSpot(grid: RefObject<HTMLElement | null>, index: number): void {
  useEffect(() => {
    const element = grid.current
    if (!element) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const note = () => {
      clearTimeout(timer)
      timer = setTimeout(() => noteSpot({ top: element.scrollTop, index }), PAUSE)
    }
    element.addEventListener('scroll', note, { passive: true })
    if (index !== (spotInHistory()?.index ?? 0)) noteSpot({ top: element.scrollTop, index })
    return () => {
      clearTimeout(timer)
      element.removeEventListener('scroll', note)
    }
  }, [grid, index])
}

/** Keeps note of it at once, before a link leads away. */
export function noteSpot(spot: Spot): void {
  history.replaceState(stateOf(spot), '')
}

/** What a step of the history keeps so that a table begins there. */
export function stateOf(spot: Spot | undefined): unknown {
  return spot ? { spot } : null
}

/** Where the table was when this step was left. */
export function spotInHistory(): Spot | undefined {
  const state: unknown = history.state
  return isNote(state) ? state.spot : undefined
}

function isNote(state: unknown): state is { readonly spot: Spot } {
  return typeof state === 'object' && state !== null && 'spot' in state
}
