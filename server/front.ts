import type { IncomingMessage, ServerResponse } from 'node:http'

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>

/** Something else that answers requests at the registry's address. */
export interface Guest {
  owns(request: IncomingMessage): boolean
  readonly handle: Listener
}

/** One address for the registry and a guest that may come later. */
export interface Front {
  readonly handle: Listener
  /** Who the guest is, undefined for none. Requests that could be for one wait until this is known. */
  settle(guest: Guest | undefined): void
}

/**
 * @param prefix the path that holds the registry's `v1/` and `v2/`, which is never a guest's
 * @param resident what has its own paths whether or not a guest comes
 */
export function createFront(registry: Listener, prefix: string, resident?: Guest): Front {
  const { promise: settled, resolve } = Promise.withResolvers<Guest | undefined>()
  return {
    handle(request, response) {
      const { url = '' } = request
      if (url.startsWith(`${prefix}v2`) || url.startsWith(`${prefix}v1`)) {
        return registry(request, response)
      }
      if (resident?.owns(request)) return resident.handle(request, response)
      return settled.then((guest) => {
        const answer = guest?.owns(request) ? guest.handle : registry
        return answer(request, response)
      })
    },
    settle: resolve,
  }
}
