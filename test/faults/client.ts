import { type Answer, send } from '../support/http-client.ts'
import type { Tally } from './tally.ts'

/** What a request is about, so that a kill can be aimed at it. */
export type Phase = 'start' | 'append' | 'commit' | 'manifest' | 'delete' | 'read'

/** Thrown by every request that the kill cut off. */
export class Interrupted extends Error {}

/** What a request carries. */
export interface Payload {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
}

/** The suite's view of one life of the server. */
export interface Client {
  /** @throws Interrupted when the connection broke. */
  request(phase: Phase, method: string, path: string, payload?: Payload): Promise<Answer>
  /** From now on a broken connection is our doing. */
  expectDeath(): void
  /** No more requests from now on; resolves when every one under way has come to its end. */
  close(): Promise<void>
}

/** A client that counts 5xx answers and connections that broke while the server was alive. */
export function createClient(url: string, tally: Tally, onSend: (phase: Phase) => void): Client {
  let dying = false
  let closed = false
  const underWay = new Set<Promise<Answer>>()
  return {
    expectDeath: () => {
      dying = true
    },
    async close() {
      closed = true
      await Promise.allSettled(underWay)
    },
    async request(phase, method, path, payload = {}) {
      if (closed) throw new Interrupted(`${method} ${path}: too late`)
      const answer = send(`${url}${path}`, { method, ...payload })
      underWay.add(answer)
      onSend(phase)
      const what = `${method} ${path}`
      try {
        const { status, body } = await answer
        tally.check('no 5xx', status < 500, () => `${what} → ${status} ${body.toString()}`)
        tally.check('no dropped connection', true, () => what)
      } catch (error) {
        if (!dying) tally.check('no dropped connection', false, () => `${what}: ${String(error)}`)
        throw new Interrupted(what, { cause: error })
      } finally {
        underWay.delete(answer)
      }
      return answer
    },
  }
}
