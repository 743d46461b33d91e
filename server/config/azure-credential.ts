import { isDeepStrictEqual } from 'node:util'
import type { AzureSettings } from './azure-keys.ts'
import type { AzureCredential, KeptCredential } from './azure-config.ts'
import type { Spot } from './report.ts'
import { below, isWritten, problem, showSpot } from './report.ts'
import { placeOf } from './tree.ts'

/** A credential of the account itself, and the key that gave it. */
interface Given {
  readonly key: 'accountkey' | 'sastoken' | 'connectionstring'
  readonly credential: AzureCredential
}

/**
 * What proves to Azure who Berth is: `credentials.type` decides, else whichever of `accountkey`,
 * `sastoken` and `connectionstring` is there. None is chosen unasked: an identity that the machine
 * happens to have might be the wrong one. Undefined after a problem; `spot` is `storage.azure`.
 */
export function azureCredential(
  azure: AzureSettings,
  spot: Spot,
): AzureCredential | KeptCredential | undefined {
  const type = below(spot, 'credentials', 'type')
  const given = givenCredentials(azure)
  if (azure.credentials.type !== undefined) return ofType(azure, given, spot)
  if (isWritten(type)) return undefined
  if (isWritten(below(spot, 'credentials'))) {
    problem(type, 'missing, allowed: shared_key, client_secret, default_credentials, keychain')
    return undefined
  }
  return onlyOne(given, spot) ?? reportMissing(azure, spot)
}

function givenCredentials(azure: AzureSettings): readonly Given[] {
  const { accountkey, sastoken, connectionstring = {} } = azure
  return [
    ...account('accountkey', accountkey, undefined),
    ...account('sastoken', undefined, sastoken),
    ...account('connectionstring', connectionstring.accountKey, connectionstring.sasToken),
  ]
}

function account(key: Given['key'], accountKey?: string, token?: string): readonly Given[] {
  if (accountKey !== undefined) return [{ key, credential: { kind: 'shared-key', accountKey } }]
  return token === undefined ? [] : [{ key, credential: { kind: 'sas', token } }]
}

/** The same credential may be given twice. */
function onlyOne([first, ...others]: readonly Given[], spot: Spot): AzureCredential | undefined {
  for (const { key, credential } of others) {
    if (first === undefined || isDeepStrictEqual(credential, first.credential)) continue
    const other = showSpot(below(spot, first.key))
    problem(below(spot, key), `given together with ${other}; keep one of them`)
  }
  return first?.credential
}

function reportMissing(azure: AzureSettings, spot: Spot): undefined {
  const string = below(spot, 'connectionstring')
  if (azure.connectionstring) {
    problem(
      string,
      'neither AccountKey nor SharedAccessSignature is in it, nor is there another key',
    )
    return
  }
  const isHalfGiven = [string, below(spot, 'accountkey'), below(spot, 'sastoken')].some(isWritten)
  if (!isHalfGiven) problem(spot, `no credential; set ${ways}`)
}

const ways =
  'accountkey, sastoken or connectionstring, or credentials.type: default_credentials for a managed ' +
  'identity, or keychain for what was entered in the console'

function ofType(
  azure: AzureSettings,
  given: readonly Given[],
  spot: Spot,
): AzureCredential | KeptCredential | undefined {
  const { type, tenantid: tenantId, clientid: clientId } = azure.credentials
  if (type === 'keychain') return keptCredential(azure, given, spot)
  const isKey = ({ credential }: Given) => type === 'shared_key' && credential.kind === 'shared-key'
  for (const { key } of given.filter((one) => !isKey(one))) reportUnused(below(spot, key), spot)
  if (type === 'client_secret') return clientSecret(azure.credentials, spot)
  if (type === 'shared_key') return sharedKey(given.filter(isKey), spot)
  if (azure.credentials.secret) reportUnused(below(spot, 'credentials', 'secret'), spot)
  return { kind: 'default', ...(tenantId && { tenantId }), ...(clientId && { clientId }) }
}

/** What a variable says wins over what Berth keeps; beside it in the same place it is a mistake. */
function keptCredential(
  { credentials }: AzureSettings,
  given: readonly Given[],
  spot: Spot,
): AzureCredential | KeptCredential | undefined {
  const type = below(spot, 'credentials', 'type')
  const isBeside = ({ key }: Given) => sourceOf(below(spot, key)) === sourceOf(type)
  for (const { key } of given.filter(isBeside)) reportUnused(below(spot, key), spot)
  if (credentials.secret) reportUnused(below(spot, 'credentials', 'secret'), spot)
  return (
    onlyOne(
      given.filter((one) => !isBeside(one)),
      spot,
    ) ?? { kind: 'keychain' }
  )
}

const sourceOf = ({ root, path }: Spot): string => placeOf(root, path).source

function reportUnused(unused: Spot, spot: Spot): void {
  const type = showSpot(below(spot, 'credentials', 'type'))
  problem(unused, `cannot be used with what ${type} says; keep one of them`)
}

function sharedKey(given: readonly Given[], spot: Spot): AzureCredential | undefined {
  const key = below(spot, 'accountkey')
  const isHalfGiven = isWritten(key) || isWritten(below(spot, 'connectionstring'))
  if (given.length === 0 && !isHalfGiven) {
    problem(key, 'missing; credentials.type: shared_key needs it')
  }
  return onlyOne(given, spot)
}

function clientSecret(
  { tenantid: tenantId, clientid: clientId, secret }: AzureSettings['credentials'],
  spot: Spot,
): AzureCredential | undefined {
  for (const key of ['tenantid', 'clientid', 'secret']) {
    const part = below(spot, 'credentials', key)
    if (!isWritten(part)) problem(part, 'missing; credentials.type: client_secret needs it')
  }
  if (tenantId === undefined || clientId === undefined || secret === undefined) return undefined
  return { kind: 'client-secret', tenantId, clientId, secret }
}
