import { isIP } from 'node:net'
import { checkAccountKey, checkServiceUrl, parseContainer } from '../config/azure-values.ts'
import { accountOf, parseConnectionString } from '../config/connection-string.ts'
import type { PasteReading } from '../control/storage-contract.ts'
import { describeSas, readSas } from '../storage/sas-token.ts'
import { readSecret, type GivenCredential } from './read-secret.ts'
import { usualUrl } from './usual-url.ts'

/**
 * What a text is that somebody pasted, taken apart: a key, a SAS, the address of a container with or
 * without one, a connection string. Nothing secret is in the answer.
 */
export function readPaste(text: string, now = Date.now()): PasteReading {
  const trimmed = unquoted(text)
  const address = /^https?:\/\//i.test(trimmed) ? readAddress(trimmed) : undefined
  const given = readSecret(trimmed)
  if (address) return fromAddress(address, given, now)
  if (given) return fromSecret(trimmed, given, now)
  return { kind: 'unknown', missing: [], problems: [whatIsWrong(trimmed)] }
}

/** As people have it in a script: `NAME="…"`. */
export function unquoted(text: string): string {
  const [, , inner] = /^\s*(?:[A-Z_]+=)?(["'])([\s\S]*)\1\s*$/.exec(text) ?? []
  return (inner ?? text).trim()
}

interface Address {
  readonly account: string
  readonly endpoint?: string
  readonly container?: string
}

/** Of a blob service, or of a container in it; undefined for any other. */
function readAddress(text: string): Address | undefined {
  const bare = text.replace(/[?#][\s\S]*$/, '')
  const url = checkServiceUrl(bare).value
  const account = url && accountOf(url)
  if (!url || account === undefined) return undefined
  // Any other web page has an address too.
  if (url.hostname.includes('.') && isIP(url.hostname) === 0 && !url.hostname.includes('.blob.')) {
    return undefined
  }
  const parts = url.pathname.split('/').filter(Boolean)
  // An emulator has its account's name in the path.
  const isOneHost = parts[0] === account && !url.hostname.startsWith(`${account}.`)
  const [container] = isOneHost ? parts.slice(1) : parts
  url.pathname = isOneHost ? `/${account}` : '/'
  const named = container === undefined ? undefined : parseContainer(container)
  return {
    account,
    ...(usualUrl(account).href !== url.href && { endpoint: url.href }),
    ...(named !== undefined && { container: named }),
  }
}

function fromAddress(
  address: Address,
  given: GivenCredential | undefined,
  now: number,
): PasteReading {
  const missing = address.container === undefined ? (['container'] as const) : []
  if (!given) {
    return { kind: 'container-url', ...address, missing: [...missing, 'credential'], problems: [] }
  }
  return { kind: 'sas-url', ...address, missing, ...sasFacts(given, now) }
}

function fromSecret(text: string, given: GivenCredential, now: number): PasteReading {
  const { credential, accountName: account, serviceUrl } = given
  const read = isConnectionString(text) ? 'connection-string' : undefined
  const alone = credential.kind === 'sas' ? 'sas' : 'account-key'
  const known = account ?? (serviceUrl && accountOf(serviceUrl))
  const isUsual = known === undefined || serviceUrl?.href === usualUrl(known).href
  return {
    kind: read ?? alone,
    ...(known !== undefined && { account: known }),
    ...(serviceUrl && !isUsual && { endpoint: serviceUrl.href }),
    missing: known === undefined ? ['account', 'container'] : ['container'],
    ...sasFacts(given, now),
  }
}

const isConnectionString = (text: string): boolean =>
  checkAccountKey(text).value === undefined &&
  parseConnectionString(text).value !== undefined &&
  /;|UseDevelopmentStorage/i.test(text)

function sasFacts(
  { credential }: GivenCredential,
  now: number,
): Pick<PasteReading, 'permissions' | 'startsAt' | 'expiresAt' | 'problems'> {
  if (credential.kind !== 'sas') return { problems: keyProblems(credential.accountKey) }
  const { permissions, startsAt, expiresAt } = readSas(credential.token)
  return {
    permissions,
    ...(startsAt !== undefined && { startsAt }),
    ...(expiresAt !== undefined && { expiresAt }),
    problems: sasProblems(credential.token, now),
  }
}

/** An emulator's may be of any length, Azure's are not. */
function keyProblems(key: string): readonly string[] {
  if (key.length === AZURE_KEY) return []
  const length = `it has ${key.length} characters where Azure's keys have ${AZURE_KEY}`
  return [`this may be a part of an account key alone: ${length}`]
}

const AZURE_KEY = 88

/** What can be told of a SAS without asking Azure. */
export function sasProblems(token: string, now = Date.now()): readonly string[] {
  const { missing, startsAt, expiresAt, isForElse } = readSas(token)
  const problems: string[] = []
  const isOutOfTime =
    (expiresAt !== undefined && expiresAt <= now) || (startsAt !== undefined && startsAt > now)
  if (isOutOfTime) problems.push(describeSas(token, now))
  if (isForElse) problems.push('the SAS token is for something else: make one for the container')
  if (missing.length > 0) {
    problems.push(
      `the SAS token does not allow to ${missing.join(', ')}: make one for the container with racwdl`,
    )
  }
  return problems
}

function whatIsWrong(text: string): string {
  const { wrong } = /;|=/.test(text) ? parseConnectionString(text) : {}
  if (wrong !== undefined && /AccountKey|AccountName|SharedAccess/i.test(text)) {
    return `this is not a whole connection string (${wrong}): copy it again from "Access keys" of the storage account`
  }
  return 'this is no account key, connection string, SAS or address of a container: copy it again from "Access keys" or "Shared access tokens" in the portal'
}
