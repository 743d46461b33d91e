import type { IncomingMessage } from 'node:http'
import type { Authenticator, AuthResult } from '../auth/authenticator.ts'
import { remoteAddress } from '../http/remote-address.ts'
import type { Caller } from './contract.ts'
import { ControlError } from './control-error.ts'
import type { OneTimeKey } from './one-time-key.ts'
import { sessionSecret } from './session-cookie.ts'
import type { Sessions, Visitor } from './sessions.ts'

/** How people get into the console. */
export type Entrance =
  /** As a user of the registry. */
  | { readonly kind: 'password'; readonly authenticator: Authenticator }
  /** By a link that only whoever sees the registry's terminal knows. */
  | { readonly kind: 'link'; readonly key: OneTimeKey }
  /** Not at all: anybody on the network could, and nobody could be told from anybody else. */
  | { readonly kind: 'closed' }

/** Tells who a request comes from. */
export interface Doorkeeper {
  /** Undefined when nobody is logged in. */
  visitor(request: IncomingMessage): Promise<Visitor | undefined>
  /** @throws ControlError UNAUTHENTICATED */
  caller(request: IncomingMessage): Promise<Caller>
}

export function createDoorkeeper(entrance: Entrance, sessions: Sessions): Doorkeeper {
  /** A user who is removed, or gets another password, is out at once. */
  async function isValid({ user, stamp }: Visitor): Promise<boolean> {
    if (entrance.kind !== 'password') return true
    return user !== undefined && (await entrance.authenticator.stampOf(user)) === stamp
  }

  async function visitor(request: IncomingMessage): Promise<Visitor | undefined> {
    const secret = sessionSecret(request)
    const found = secret === undefined ? undefined : sessions.find(secret)
    if (!found || (await isValid(found))) return found
    if (secret !== undefined) sessions.end(secret)
    return undefined
  }

  return {
    visitor,
    async caller(request) {
      const found = await visitor(request)
      if (!found) throw new ControlError('UNAUTHENTICATED', 'log in first')
      const remote = remoteAddress(request)
      return found.user === undefined ? { remote } : { remote, user: found.user }
    },
  }
}

/** Asks for the password that somebody typed, at the same price as one that a client sends. */
export async function checkPassword(
  authenticator: Authenticator,
  { user, password }: { readonly user: string; readonly password: string },
  address: string,
): Promise<AuthResult> {
  // RFC 7617: the first colon ends the name.
  if (user.includes(':')) return { kind: 'challenge' }
  const credential = Buffer.from(`${user}:${password}`).toString('base64')
  return await authenticator.authenticate(`Basic ${credential}`, address)
}
