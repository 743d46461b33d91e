import { focusGrid } from '../images/focus-grid.ts'

/**
 * Gives the focus back to the table before a notice goes whose Undo was pressed. The notice would give
 * it to the next notice when it is gone, which may be after a dialog was opened.
 */
export function leaveNotice(): void {
  focusGrid(document.body)
}
