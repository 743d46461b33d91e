import { afterAll } from 'vitest'

/**
 * What the enclosing suite starts goes on this stack; it is disposed of in reverse order when the
 * suite is over, however it went.
 */
export function cleanUpAfterAll(): AsyncDisposableStack {
  const stack = new AsyncDisposableStack()
  afterAll(() => stack.disposeAsync())
  return stack
}
