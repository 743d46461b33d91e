import type { ServerResponse } from 'node:http'

/** Aborted when whoever asked goes away before the answer is sent. */
export function leaving(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const onClose = (): void => {
    if (!response.writableFinished) controller.abort()
  }
  if (response.destroyed) controller.abort()
  else response.once('close', onClose)
  return controller.signal
}
