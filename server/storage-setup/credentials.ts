import type { AzureConfig, AzureCredential } from '../config/config.ts'
import { ControlError } from '../control/control-error.ts'
import { loginFor, type Kept, type KeptCredentialValue } from './kept-logins.ts'
import type { Place } from './azure-place.ts'
import { unquoted } from './read-paste.ts'
import { readSecret } from './read-secret.ts'

/** How somebody says that Berth shall get in: by one of the two. */
export interface GivenAccess {
  readonly secret?: string | undefined
  readonly use?: 'kept' | 'machine' | undefined
}

/** A place with what opens it. */
export interface Access {
  readonly config: AzureConfig
  /** To be kept, where it was given just now. */
  readonly fresh?: KeptCredentialValue
}

/** @throws ControlError INVALID_INPUT, with the field */
export function accessTo(place: Place, given: GivenAccess, kept: Kept): Access {
  if (given.secret !== undefined) {
    const fresh = secretFor(place, given.secret)
    return { config: { ...place, credential: fresh }, fresh }
  }
  return { config: { ...place, credential: unsaid(place, given, kept) } }
}

function unsaid(place: Place, { use }: GivenAccess, kept: Kept): AzureCredential {
  if (use === 'machine') return checkedMachine(place)
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
): KeptCredentialValue {
  const read = readSecret(unquoted(text))
  if (!read) {
    const message = 'this is no account key, connection string or SAS; copy it again'
    throw new ControlError('INVALID_INPUT', message, 'secret')
  }
  if (read.accountName === undefined || read.accountName === accountName) return read.credential
  const message = `it is for account ${read.accountName}, not for ${accountName}`
  throw new ControlError('INVALID_INPUT', message, 'secret')
}
