import { RestError } from '@azure/storage-blob'
import type { AzureConfig } from '../config/azure-config.ts'
import { serviceCode } from './azure-errors.ts'
import { TimedOut } from './deadline.ts'
import { describeSas, missingPermissions } from './sas-token.ts'

/** A clock that is wrong by less, in milliseconds, is none of Azure's reasons to refuse a request. */
const SKEW = 5 * 60_000

/**
 * Why storage cannot be used, for the person who runs the registry: what is wrong, and what to do. Never
 * holds a secret, nor an address with a signature in it.
 */
export function explain(error: unknown, config: AzureConfig): string {
  const where = `container ${config.container} of storage account ${config.accountName}`
  return `${where}: ${reason(error, config)}`
}

/** The same without the place, for who is looking at it. */
export function reason(error: unknown, config: AzureConfig): string {
  if (isLoginFailure(error)) return loginReason(error, config)
  if (!(error instanceof RestError)) return otherReason(error, config)
  if (error.statusCode === undefined) return networkReason(error, config)
  const code = serviceCode(error) ?? `status ${error.statusCode}`
  const told = REASONS[code]?.(error, config)
  if (told !== undefined) return told
  if (error.statusCode >= 500) return `Azure cannot answer for the moment (${code})`
  if (error.statusCode === 403) return `access is denied (${code})`
  return `Azure refused the request (${code})`
}

type Reason = (error: RestError, config: AzureConfig) => string

const skewOr =
  (other: Reason): Reason =>
  (error, config) =>
    clockReason(error) ?? other(error, config)

/** What each credential is called, and where a person finds a good one. */
const wrongCredential: Reason = (_, { credential }) => {
  switch (credential.kind) {
    case 'shared-key':
      return 'the account key is wrong: copy key1 or key2 again from "Access keys" of the storage account'
    case 'sas':
      return describeSas(credential.token)
    case 'client-secret':
    case 'signed-in':
    case 'default':
      return 'the login was not accepted: check that it belongs to the tenant of the storage account'
  }
}

const missingRight: Reason = (_, { credential }) => {
  if (credential.kind === 'sas') return missingPermissions(credential.token)
  return (
    'this identity may not use the data: give it the role "Storage Blob Data Contributor" ' +
    'on the container or the account (Owner and Contributor do not hold it; it takes some minutes to work)'
  )
}

const firewall: Reason = (error, config) =>
  // The emulator says the same of a wrong key.
  isEmulator(config)
    ? wrongCredential(error, config)
    : 'the storage account\'s firewall does not let this machine in: add its address, or the network it is in, under "Networking" of the storage account'

const REASONS: Readonly<Record<string, Reason>> = {
  AuthenticationFailed: skewOr(wrongCredential),
  InvalidAuthenticationInfo: skewOr(wrongCredential),
  AuthorizationFailure: skewOr(firewall),
  AuthorizationPermissionMismatch: missingRight,
  AuthorizationServiceMismatch: missingRight,
  AuthorizationResourceTypeMismatch: missingRight,
  InsufficientAccountPermissions: missingRight,
  AuthorizationSourceIPMismatch: () => 'the SAS token is for other network addresses (its "sip")',
  AuthorizationProtocolMismatch: () =>
    'the SAS token is for https only: use an https address in storage.azure.serviceurl',
  KeyBasedAuthenticationNotPermitted: () =>
    'the account does not accept keys: sign in with Microsoft Entra instead (storage.azure.credentials.type: default_credentials or client_secret)',
  NoAuthenticationInformation: () => 'no credential was sent: set storage.azure.accountkey',
  PublicAccessNotPermitted: () => 'no credential was sent: set storage.azure.accountkey',
  ContainerNotFound: () => 'the container does not exist',
  ContainerBeingDeleted: () =>
    'the container is being deleted: wait some minutes, or use another name',
  ContainerDisabled: () => 'the container is disabled',
  AccountIsDisabled: () => 'the storage account is disabled: look at its subscription',
  ResourceNotFound: () => 'there is no such account or container at this address',
  InvalidResourceName: () => 'Azure does not accept the name of the container',
  OutOfRangeInput: () => 'Azure does not accept the name of the container',
  ServerBusy: () => 'Azure is busy and asks to slow down',
  OperationTimedOut: () => 'Azure did not answer in time',
  InvalidHeaderValue: () => 'Azure does not know this version of its protocol (an old emulator?)',
}

/** Azure refuses requests whose time is too far off, and says no more than that it refuses. */
function clockReason(error: RestError): string | undefined {
  const header = error.response?.headers.get('date')
  const off = header === undefined ? Number.NaN : Date.now() - Date.parse(header)
  if (!(Math.abs(off) > SKEW)) return undefined
  const minutes = Math.round(Math.abs(off) / 60_000)
  const direction = off > 0 ? 'ahead of' : 'behind'
  return `the clock of this machine is ${minutes} minutes ${direction} Azure's: set it right`
}

function networkReason(error: RestError, { accountName, serviceUrl }: AzureConfig): string {
  const { host } = serviceUrl
  switch (error.code) {
    case 'ENOTFOUND':
      return `there is no host ${host}: check the account name "${accountName}" (storage.azure.accountname), or the network`
    case 'EAI_AGAIN':
      return `the name ${host} cannot be looked up: check the network`
    case 'ECONNREFUSED':
      return `nothing answers at ${host}: check storage.azure.serviceurl`
    default:
      return `${host} cannot be reached (${error.code ?? error.name})`
  }
}

function otherReason(error: unknown, { serviceUrl }: AzureConfig): string {
  if (error instanceof TimedOut) return `${serviceUrl.host} did not answer in time`
  // What the SDK makes of a connection that ends in the middle of a body.
  if (error instanceof Error && error.name === 'AbortError') {
    return `the connection to ${serviceUrl.host} broke off`
  }
  return withoutQueries(error instanceof Error ? error.message : String(error))
}

/** An address may be signed. */
const withoutQueries = (text: string): string => text.replace(/\?\S*/g, '')

const LOGIN_FAILURES: ReadonlySet<string> = new Set([
  'AggregateAuthenticationError',
  'AuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
])

function isLoginFailure(error: unknown): error is Error {
  return error instanceof Error && LOGIN_FAILURES.has(error.name)
}

/** Microsoft Entra's own codes, as its answers begin (`AADSTS7000215: …`). */
const ENTRA: Readonly<Record<string, string>> = {
  AADSTS700016: 'there is no such application in the tenant: check credentials.clientid',
  AADSTS7000215: 'the client secret is wrong: check credentials.secret (its value, not its id)',
  AADSTS7000222: 'the client secret has expired: make a new one for the application',
  AADSTS90002: 'there is no such tenant: check credentials.tenantid',
  AADSTS900023: 'this is no tenant: check credentials.tenantid',
}

function loginReason(error: Error, { credential }: AzureConfig): string {
  const code = /AADSTS\d+/.exec(error.message)?.[0]
  const known = code === undefined ? undefined : ENTRA[code]
  if (known !== undefined) return known
  const suffix = code === undefined ? '' : ` (${code})`
  if (credential.kind === 'client-secret') {
    return `Microsoft Entra did not accept the login${suffix}: check storage.azure.credentials`
  }
  if (credential.kind === 'signed-in') {
    return `the sign-in to Microsoft Entra does not count any more${suffix}: sign in again`
  }
  return (
    `this machine has no login to Azure${suffix}: give it a managed identity, run "az login", ` +
    'or set storage.azure.accountkey'
  )
}

/** An emulator has its account's name in the path. */
function isEmulator({ serviceUrl, accountName }: AzureConfig): boolean {
  return serviceUrl.pathname.split('/')[1] === accountName
}
