import { request } from 'node:http'
import { PEOPLE } from './story.ts'
import { expecting } from '../support/http-image.ts'
import { locationOf } from '../support/upload-url.ts'
import { NOW } from './clock.ts'
import { bytesOf } from './image.ts'
import { loginOf, type StagedRegistry } from './staged-registry.ts'

const MIB = 1024 ** 2
const WHOLE = 61.2 * MIB
const SENT = bytesOf('in flight', 27.4 * MIB)
/** How long it has taken so far, in milliseconds. */
const TAKEN = 1_300

/** What a page says of the push below once all is there that was sent. */
export const ARRIVED = /27\.4\sMiB of 61\.2\sMiB/

/** The same with how fast it came. */
export const PROGRESS = /27\.4\sMiB of 61\.2\sMiB · 45\s% · 21\.1\sMiB\/s/

/** A push on its way. */
export interface InFlight {
  /** Lets as much time pass as the bytes took that are there. */
  pass(): void
  /** Gives it up. */
  [Symbol.dispose](): void
}

/** Begins to push a layer, and does not go on when a part of it is sent. */
export async function beginPush(registry: StagedRegistry): Promise<InFlight> {
  registry.clock.set(NOW)
  const begun = await expecting(202, registry.ask('ci'), 'POST', '/v2/team/web/blobs/uploads/')
  const { username, password } = loginOf('ci')
  const outgoing = request(new URL(locationOf(begun), registry.url), {
    method: 'PATCH',
    auth: `${username}:${password}`,
    headers: { 'User-Agent': PEOPLE.ci, 'Content-Length': Math.round(WHOLE) },
    agent: false,
  })
  // It is given up in the end, and so breaks off.
  outgoing.on('error', () => undefined)
  outgoing.write(SENT)
  return {
    pass: () => registry.clock.set(NOW + TAKEN),
    [Symbol.dispose]: () => void outgoing.destroy(),
  }
}
