import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { lazyPage } from './lazy-page.tsx'

const Palette = lazyPage(() => import('./palette.tsx'), undefined)
const OpenContext = createContext<() => void>(() => {})

/** Ctrl+K, or Cmd+K, from anywhere. */
function isPaletteKey(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k'
}

/** Opens the command palette over every page below; it is got when it is first needed. */
export function PaletteProvider({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const [show] = useState(() => () => setOpen(true))
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (!isPaletteKey(event)) return
      event.preventDefault()
      setOpen((now) => !now)
    }
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
  return (
    <OpenContext value={show}>
      {children}
      {open && (
        <FocusGivenBack>
          <Palette onClose={() => setOpen(false)} />
        </FocusGivenBack>
      )}
    </OpenContext>
  )
}

/** What had the focus before gets it back, if it is still there. */
function FocusGivenBack({ children }: { readonly children: ReactNode }) {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    },
    [before],
  )
  return children
}

/** Opens the palette. */
export function useOpenPalette(): () => void {
  return useContext(OpenContext)
}
