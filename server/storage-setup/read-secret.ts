import { checkAccountKey, checkSasToken } from '../config/azure-values.ts'
import type { AzureCredential } from '../config/azure-config.ts'
import { parseConnectionString, type ConnectionString } from '../config/connection-string.ts'

/** A credential as it is given in one text, with the account and address that it names, if any. */
export interface GivenCredential {
  readonly credential: Extract<AzureCredential, { kind: 'shared-key' | 'sas' }>
  readonly accountName?: string
  readonly serviceUrl?: URL
}

/**
 * An account key, a SAS (with or without its URL) or a connection string, told apart by their form.
 * Undefined for anything else.
 */
export function readSecret(text: string): GivenCredential | undefined {
  const trimmed = text.trim()
  const key = checkAccountKey(trimmed).value
  if (key !== undefined) return { credential: { kind: 'shared-key', accountKey: key } }
  return fromConnectionString(trimmed) ?? fromSas(trimmed)
}

function fromSas(text: string): GivenCredential | undefined {
  const token = checkSasToken(text).value
  return token === undefined ? undefined : { credential: { kind: 'sas', token } }
}

function fromConnectionString(text: string): GivenCredential | undefined {
  // A SAS may look like one long pair: its first field is `sv=…`.
  if (!/(?:AccountKey|SharedAccessSignature|UseDevelopmentStorage)\s*=/i.test(text))
    return undefined
  const read = parseConnectionString(text).value
  const credential = read && credentialOf(read)
  if (!credential) return undefined
  const { accountName } = read
  const serviceUrl = serviceUrlOf(read)
  return { credential, ...(accountName && { accountName }), ...(serviceUrl && { serviceUrl }) }
}

function serviceUrlOf({
  endpoint,
  accountName,
  endpointSuffix = 'core.windows.net',
  protocol = 'https',
}: ConnectionString): URL | undefined {
  if (endpoint || accountName === undefined) return endpoint
  return new URL(`${protocol}://${accountName}.blob.${endpointSuffix}`)
}

function credentialOf({
  accountKey,
  sasToken,
}: ConnectionString): GivenCredential['credential'] | undefined {
  if (accountKey !== undefined) return { kind: 'shared-key', accountKey }
  return sasToken === undefined ? undefined : { kind: 'sas', token: sasToken }
}
