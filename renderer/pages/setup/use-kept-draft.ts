import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Input } from '../../../server/control/contract.ts'

/** Between two times that what is typed is kept, in milliseconds. */
const PAUSE = 400

type Draft = Readonly<Record<string, string>>

/** What is typed, here at once and on the host a moment later; at the latest when the page is left. */
export function useKeptDraft(kept: Draft, keep: (changes: Input<'setup.keep'>) => void) {
  const [draft, setDraft] = useState(kept)
  const unkept = useRef(new Map<string, string>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  function flush(): void {
    clearTimeout(timer.current)
    const changes = [...unkept.current].map(([name, value]) => ({ name, value }))
    unkept.current.clear()
    if (changes.length > 0) keep({ draft: changes })
  }
  const onLeave = useEffectEvent(flush)
  useEffect(() => {
    const onHide = () => onLeave()
    window.addEventListener('pagehide', onHide)
    return () => {
      window.removeEventListener('pagehide', onHide)
      onHide()
    }
  }, [])

  function type(name: string, value: string): void {
    setDraft((before) => ({ ...before, [name]: value }))
    unkept.current.set(name, value)
    clearTimeout(timer.current)
    timer.current = setTimeout(flush, PAUSE)
  }
  return { draft, type }
}
