/** Ends work in an orderly way on Ctrl+C or SIGTERM; a second one means at once. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal
}

export function interruption(): Interruption {
  const controller = new AbortController()
  const stop = (): void => controller.abort(new Error('stopped before it was done'))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    },
  }
}
