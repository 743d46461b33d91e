import type { AzureConfig, AzureCredential } from '../config/azure-config.ts'
import { ControlError } from '../control/control-error.ts'
import { loginFor, type Kept, type KeptCredentialValue } from './kept-logins.ts'
import type { Place } from './azure-place.ts'
import { unquoted } from './read-paste.ts'
import { readSecret, type GivenCredential } from './read-secret.ts'
import type { EntraSession } from './entra-session.ts'
import { usable } from './usable.ts'

/** How somebody says that Berth shall get in: by one of the two. */
export interface GivenAccess {
  readonly secret?: string | undefined
  readonly use?: 'kept' | 'machine' | 'sign-in' | undefined
}

/** A place with what opens it. */
export interface Access {
  readonly config: AzureConfig
  /** To be kept, where it was given just now. */
  readonly fresh?: KeptCredentialValue
}

/** Where what is asked for lies. */
export interface AccessSources {
  readonly kept: Kept
  /** @throws ControlError where nobody signed in */
  readonly session: () => EntraSession
  /** Told of the tokens that took the place of kept ones. */
  readonly onCache: (cache: string) => void
}

/** @throws ControlError INVALID_INPUT, with the field */
export async function accessTo(
  place: Place,
  given: GivenAccess,
  sources: AccessSources,
): Promise<Access> {
  const { use, secret } = given
  if (secret === undefined && use === 'machine') {
    return { config: { ...place, credential: checkedMachine(place) } }
  }
  const fresh = freshFor(place, given, sources)
  const credential = fresh ?? keptFor(place, given, sources)
  const onCache = fresh ? () => {} : sources.onCache
  const config = { ...place, credential: await usable(credential, onCache) }
  return { config, ...(fresh && { fresh }) }
}

function freshFor(
  place: Place,
  { secret, use }: GivenAccess,
  { session }: AccessSources,
): KeptCredentialValue | undefined {
  if (secret !== undefined) return secretFor(place, secret)
  if (use !== 'sign-in') return undefined
  checkedMachine(place)
  return { kind: 'entra', session: session() }
}

function keptFor(place: Place, { use }: GivenAccess, { kept }: AccessSources): KeptCredentialValue {
  const found = use === 'kept' ? loginFor(kept, place) : undefined
  if (found) return found
  const message =
    use === 'kept'
      ? 'Berth keeps no credential for this container'
      : 'give an account key, a connection string or a SAS'
  throw new ControlError('INVALID_INPUT', message, 'secret')
}

/** The client library sends no token of Microsoft Entra without TLS. */
function checkedMachine({ serviceUrl }: Place): AzureCredential {
  if (serviceUrl.protocol === 'https:') return { kind: 'default' }
  throw new ControlError('INVALID_INPUT', 'Microsoft Entra needs an https address', 'endpoint')
}

/** @throws ControlError INVALID_INPUT where it is none, or for another account */
export function secretFor(
  { accountName }: Pick<Place, 'accountName'>,
  text: string,
): GivenCredential['credential'] {
  const read = readSecret(unquoted(text))
  if (!read) {
    const message = 'this is no account key, connection string or SAS; copy it again'
    throw new ControlError('INVALID_INPUT', message, 'secret')
  }
  if (read.accountName === undefined || read.accountName === accountName) return read.credential
  const message = `it is for account ${read.accountName}, not for ${accountName}`
  throw new ControlError('INVALID_INPUT', message, 'secret')
}
