import type { IncomingMessage, ServerResponse } from 'node:http'

/** Looks on at each request to the registry, from its first byte to the last of its answer. */
export interface RequestWatcher {
  /** @returns to be told which endpoint it is for, by its name, once that is known */
  begin(request: IncomingMessage, response: ServerResponse): (handler: string) => void
}
