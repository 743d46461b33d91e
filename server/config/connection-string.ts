import { isIP } from 'node:net'
import {
  accountNames,
  checkAccountKey,
  checkSasToken,
  checkServiceUrl,
  parseAccountName,
  parseRealm,
} from './azure-values.ts'
import type { Checked } from './leaves.ts'

/** What a connection string of Azure Storage says about blobs, as far as it says it. */
export interface ConnectionString {
  readonly accountName?: string
  readonly accountKey?: string
  readonly sasToken?: string
  /** `BlobEndpoint`. */
  readonly endpoint?: URL
  /** What an address is made of where there is no `BlobEndpoint`. */
  readonly protocol?: 'http' | 'https'
  readonly endpointSuffix?: string
}

/** The account that every emulator has, with a key that is no secret. */
const emulator: ConnectionString = {
  accountName: 'devstoreaccount1',
  accountKey:
    'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
  endpoint: new URL('http://127.0.0.1:10000/devstoreaccount1'),
}

/** Azure's keys are all letters; anything else may be a secret on its own. */
const keyAndValue = /^\s*[a-z]{1,40}\s*=/i

/**
 * Reads `Key=Value;…`. Keys in whatever case, values may hold a `=`; keys that are not about blobs are
 * passed over. What is wrong is said without repeating any of it.
 */
export function parseConnectionString(text: string): Checked<ConnectionString> {
  const parts = text.split(';').filter((part) => part.trim() !== '')
  if (parts.length === 0 || parts.some((part) => !keyAndValue.test(part))) {
    return { wrong: 'not a connection string, which looks like AccountName=…;AccountKey=…' }
  }
  const pairs = new Map(parts.map(splitPart))
  if (pairs.size < parts.length) return { wrong: 'a key is given twice in it' }
  return isTrue(pairs.get('usedevelopmentstorage')) ? { value: emulator } : readPairs(pairs)
}

function splitPart(part: string): readonly [string, string] {
  const at = part.indexOf('=')
  return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true'
}

/** What is checked of each value; the others are passed over. */
const checks: Readonly<Record<string, (value: string) => Checked<ConnectionString>>> = {
  AccountName: (text) => {
    const accountName = parseAccountName(text)
    return accountName ? { value: { accountName } } : { wrong: `allowed: ${accountNames}` }
  },
  AccountKey: (text) => into('accountKey', checkAccountKey(text)),
  SharedAccessSignature: (text) => into('sasToken', checkSasToken(text)),
  BlobEndpoint: (text) => into('endpoint', checkServiceUrl(text)),
  DefaultEndpointsProtocol: (text) => {
    const protocol = (['http', 'https'] as const).find((one) => one === text.toLowerCase())
    return protocol ? { value: { protocol } } : { wrong: 'allowed: http, https' }
  },
  EndpointSuffix: (text) => {
    const endpointSuffix = parseRealm(text)
    return endpointSuffix
      ? { value: { endpointSuffix } }
      : { wrong: 'allowed: a domain, such as core.windows.net' }
  },
}

function into(key: keyof ConnectionString, checked: Checked<unknown>): Checked<ConnectionString> {
  return checked.wrong === undefined ? { value: { [key]: checked.value } } : checked
}

function readPairs(pairs: ReadonlyMap<string, string>): Checked<ConnectionString> {
  let value: ConnectionString = {}
  for (const [key, check] of Object.entries(checks)) {
    const text = pairs.get(key.toLowerCase())
    const checked = text ? check(text) : { value: {} }
    if (checked.wrong !== undefined) return { wrong: `${key} in it: ${checked.wrong}` }
    value = { ...value, ...checked.value }
  }
  if (value.accountKey === undefined || value.sasToken === undefined) return { value }
  return { wrong: 'both AccountKey and SharedAccessSignature are in it; keep one of them' }
}

/**
 * The account whose blob service that is, for a SAS, which needs no account otherwise: the first label
 * of the host, or, where an emulator has several accounts on one host, the first part of the path.
 * Undefined when that can be no account.
 */
export function accountOf({ hostname, pathname }: URL): string | undefined {
  const [label = '', ...domain] = hostname.split('.')
  const isOneHost = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || domain.length === 0
  return parseAccountName((isOneHost ? pathname.split('/')[1] : label) ?? '')
}
