import { azureCredential } from './azure-credential.ts'
import type { AzureSettings } from './azure-keys.ts'
import { isAzureVariable } from './azure-variables.ts'
import type { AzureCredential, ConfiguredAzure, KeptCredential } from './azure-config.ts'
import { accountOf } from './connection-string.ts'
import { longestTimer } from './duration.ts'
import type { Spot } from './report.ts'
import { below, isWritten, problem, showSpot } from './report.ts'

/**
 * Where in Azure images lie and how Berth gets there. `spot` is `storage.azure`; the result counts only
 * if no problem was found.
 */
export function azureConfig(azure: AzureSettings, spot: Spot): ConfiguredAzure {
  const container = below(spot, 'container')
  if (!isWritten(container))
    problem(container, 'missing; it is the container that holds the images')
  const accountName = accountNameOf(azure, spot)
  const serviceUrl = serviceUrlOf(azure, accountName, spot)
  const credential = azureCredential(azure, spot)
  if (credential) checkLogin(credential, serviceUrl, spot)
  return {
    kind: 'azure',
    serviceUrl,
    accountName,
    container: azure.container ?? '',
    rootDirectory: azure.rootdirectory ?? '',
    credential: credential ?? { kind: 'default' },
    maxRetries: Math.max(azure.max_retries ?? 5, 0),
    retryDelay: Math.min(azure.retry_delay ?? 100, longestTimer),
  }
}

/** Empty after a problem. */
function accountNameOf({ accountname, connectionstring }: AzureSettings, spot: Spot): string {
  const name = below(spot, 'accountname')
  const string = below(spot, 'connectionstring')
  const { accountName, endpoint, sasToken } = connectionstring ?? {}
  if (accountname && accountName && accountname !== accountName) {
    problem(name, `found "${accountname}", but ${showSpot(string)} is for "${accountName}"`)
  }
  const known = accountname ?? accountName ?? (sasToken && endpoint && accountOf(endpoint))
  const isHalfGiven = isWritten(name) || (isWritten(string) && !connectionstring)
  if (known === undefined && !isHalfGiven) {
    problem(name, 'missing; it is the name of the storage account')
  }
  return known ?? ''
}

function serviceUrlOf(azure: AzureSettings, accountName: string, spot: Spot): URL {
  const { serviceurl, realm, connectionstring = {} } = azure
  const { endpoint, endpointSuffix, protocol = 'https' } = connectionstring
  reportOtherEndpoint(azure, spot)
  const domain = realm ?? endpointSuffix ?? 'core.windows.net'
  return serviceurl ?? endpoint ?? new URL(`${protocol}://${accountName}.blob.${domain}`)
}

/** A setting wins over a connection string from Azure's own variable, not over one beside it. */
function reportOtherEndpoint(
  { serviceurl, realm, connectionstring = {} }: AzureSettings,
  spot: Spot,
): void {
  const { endpoint, endpointSuffix } = connectionstring
  const string = below(spot, 'connectionstring')
  if (isAzureVariable(string)) return
  if (serviceurl && endpoint && serviceurl.href !== endpoint.href) {
    const message = `not the BlobEndpoint in ${showSpot(string)}; keep one of them`
    problem(below(spot, 'serviceurl'), message)
  }
  if (realm && endpointSuffix && realm !== endpointSuffix) {
    problem(below(spot, 'realm'), `not the EndpointSuffix in ${showSpot(string)}; keep one of them`)
  }
}

/** The client library sends no token of Microsoft Entra without TLS. */
function checkLogin(
  { kind }: AzureCredential | KeptCredential,
  { protocol }: URL,
  spot: Spot,
): void {
  if (protocol === 'https:' || kind === 'shared-key' || kind === 'sas') return
  // It is known only later what that is.
  if (kind === 'keychain') return
  const url = below(spot, 'serviceurl')
  const place = isWritten(url) ? url : below(spot, 'connectionstring')
  problem(place, `found http, allowed with ${showSpot(below(spot, 'credentials', 'type'))}: https`)
}
