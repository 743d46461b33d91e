/**
 * Puts text on the clipboard. Browsers offer their clipboard only to secure pages; a console that is
 * served by plain HTTP on another machine copies the old way, from a field that is there for a moment.
 *
 * @returns false where the browser allows neither
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.style.opacity = '0'
  // Inside of an open dialog, which keeps the focus from leaving it.
  const home = document.querySelector('[role="dialog"]') ?? document.body
  home.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return done
}
