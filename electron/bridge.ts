/** What the preload gives the page as `window.berth`. */
export interface Bridge {
  /** Gives an `Outcome` of `server/control/dispatch.ts`. */
  readonly call: (method: string, input: unknown) => Promise<unknown>
  /** Gives what ends it. */
  readonly subscribe: (listener: (event: unknown) => void) => () => void
}
