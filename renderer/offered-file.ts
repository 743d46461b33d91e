import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'

/** A file on its way to the page that takes it: it was dropped where another page may have been open. */
let offered: File | undefined
const listeners = new Set<() => void>()

/** Holds a file ready until the page is there; one before it is dropped. */
export function offerFile(file: File | undefined): void {
  offered = file
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Calls back once with each file that is offered. */
export function useOfferedFile(take: (file: File) => void): void {
  const file = useSyncExternalStore(subscribe, () => offered)
  const latest = useEffectEvent(take)
  useEffect(() => {
    if (!file) return
    offerFile(undefined)
    latest(file)
  }, [file])
}
