/** From a search to what it found: puts the focus on the table inside of `content`, if there is one. */
export function focusGrid(content: HTMLElement | null): void {
  content?.querySelector<HTMLElement>('[role="grid"]')?.focus()
}
