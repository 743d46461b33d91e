type Handler = (event: { readonly senderFrame: unknown }, ...args: unknown[]) => unknown

/** `ipcMain`, and the way to it from a page. */
export interface StandInIpc {
  readonly main: { handle(channel: string, handler: Handler): void }
  /** A call from a frame, its arguments and answer cloned as on the way between two processes. */
  invoke(senderFrame: unknown, channel: string, ...args: unknown[]): Promise<unknown>
}

export function createIpc(): StandInIpc {
  const handlers = new Map<string, Handler>()
  return {
    main: { handle: (channel, handler) => void handlers.set(channel, handler) },
    async invoke(senderFrame, channel, ...args) {
      const handler = handlers.get(channel)
      if (!handler) throw new Error(`No handler registered for '${channel}'`)
      return structuredClone(await handler({ senderFrame }, ...structuredClone(args)))
    },
  }
}
