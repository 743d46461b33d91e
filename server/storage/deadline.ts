/** What ends a wait that has become too long. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut'
}

/**
 * Waits for `work` so many milliseconds at most; then it is told by its signal to end, and no longer
 * waited for. A body that it gives back in time is not held to that.
 *
 * @throws TimedOut
 */
export async function within<T>(
  time: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new TimedOut(`no answer within ${Math.round(time / 1000)} s`))
    controller.abort()
  }, time)
  try {
    return await Promise.race([work(controller.signal), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
