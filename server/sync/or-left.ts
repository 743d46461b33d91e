/**
 * Waits for what others wait for too: who leaves does not end it for them.
 * @throws the reason of the signal
 */
export async function orLeft<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await shared
  signal.throwIfAborted()
  const { promise: left, reject } = Promise.withResolvers<never>()
  const leave = (): void => reject(signal.reason)
  signal.addEventListener('abort', leave)
  return await Promise.race([shared, left]).finally(() => {
    signal.removeEventListener('abort', leave)
  })
}
