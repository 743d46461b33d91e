import type { IncomingMessage } from 'node:http'
import { RegistryError } from '../oci/errors.ts'

/** Lets requests to the registry in, or not: a person can stop it without ending its process. */
export interface Gate {
  readonly isOpen: boolean
  /** Requests that it still waits for after it was closed; 0 while it is open, and once all have left. */
  readonly waitsFor: number
  /**
   * Lets a request in; the caller says when it has left.
   * @throws RegistryError UNAVAILABLE while it is closed
   */
  enter(request: IncomingMessage): () => void
  open(): void
  /** Lets nobody in any more, those inside finish for at most `drain` ms, then cuts them off. */
  close(drain: number): Promise<void>
}

export function createGate(): Gate {
  const inside = new Set<IncomingMessage>()
  let isOpen = true
  let empty: (() => void) | undefined

  function leave(request: IncomingMessage): void {
    inside.delete(request)
    if (inside.size === 0) empty?.()
  }

  async function emptied(limit: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    empty = resolve
    const timer = setTimeout(resolve, limit)
    if (inside.size > 0) await promise
    clearTimeout(timer)
  }

  return {
    get isOpen() {
      return isOpen
    },
    get waitsFor() {
      return isOpen ? 0 : inside.size
    },
    enter(request) {
      if (!isOpen) throw new RegistryError('UNAVAILABLE', 'the registry is stopped')
      inside.add(request)
      return () => leave(request)
    },
    open() {
      isOpen = true
    },
    async close(drain) {
      isOpen = false
      await emptied(drain)
      // Somebody may have opened it again meanwhile.
      if (!isOpen) for (const request of inside) request.destroy()
    },
  }
}
