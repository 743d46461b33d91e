import type { Checked } from './leaves.ts'

/** Why a value cannot be an account's name, a container's and so on; none repeats a secret. */
export const accountNames = '3 to 24 lower-case letters and digits'
export const containers =
  '3 to 63 lower-case letters, digits and single hyphens, with a letter or digit at both ends'
export const rootDirectories = 'a path without empty parts, "." and "..", such as registries/mine'
export const tenants = 'the id of a tenant or one of its domains'
export const realms = 'the domain behind ".blob.", such as core.windows.net'

/** Azure's naming rules for storage accounts. */
export function parseAccountName(text: string): string | undefined {
  return /^[a-z\d]{3,24}$/.test(text) ? text : undefined
}

/** Azure's naming rules for containers, without `$root`, which takes no blob with a `/` in its name. */
export function parseContainer(text: string): string | undefined {
  return text.length >= 3 && text.length <= 63 && /^[a-z\d]+(-[a-z\d]+)*$/.test(text)
    ? text
    : undefined
}

const rootPart = /^(?!\.{1,2}$)[^\\\p{Cc}]+$/u

/** Without the slashes at its ends; `/` is the container itself. */
export function parseRootDirectory(text: string): string | undefined {
  const inner = text.replace(/^\/|\/$/g, '')
  return inner === '' || inner.split('/').every((part) => rootPart.test(part)) ? inner : undefined
}

/** Distribution appends it to `.blob.`, so many people write that with it. */
export function parseRealm(text: string): string | undefined {
  const domain = text.toLowerCase().replace(/^\.?(blob\.)?/, '')
  const isDomain = /^[a-z\d-]+(\.[a-z\d-]+)+$/.test(domain)
  return isDomain && URL.canParse(`https://account.blob.${domain}`) ? domain : undefined
}

/** What the client library takes for a tenant. */
export function parseTenant(text: string): string | undefined {
  return /^[a-z\d.-]+$/i.test(text) ? text : undefined
}

/** Azure's keys have 64 bytes; those of an emulator are its owner's choice. */
const keyBytes = { least: 16, most: 128 }

/** A key of a storage account. */
export function checkAccountKey(text: string): Checked<string> {
  const bytes = Buffer.from(text, 'base64')
  const isKey = bytes.length >= keyBytes.least && bytes.length <= keyBytes.most
  if (isKey && bytes.toString('base64') === text) return { value: text }
  return { wrong: 'not the key of a storage account, which is base64 with 88 characters in Azure' }
}

/** A shared access signature without the `?`; it may be written with one, or with the whole URL. */
export function checkSasToken(text: string): Checked<string> {
  const token = text.replace(/^[^?#]*\?/, '').replace(/#.*/s, '')
  if (/\s/.test(token)) return { wrong: 'a SAS has no blanks in it' }
  if (/^https?:/i.test(token)) return { wrong: 'found a URL without a SAS, which follows its "?"' }
  if (new URLSearchParams(token).get('sig')) return { value: token }
  return { wrong: 'not a SAS, which looks like sv=…&sp=…&sig=…' }
}

/** The address of a blob service: no login, no query, no slash at the end of its path. */
export function checkServiceUrl(text: string): Checked<URL> {
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined
  if (!url) return { wrong: 'not a URL, allowed: such as https://ACCOUNT.blob.core.windows.net' }
  if (url.searchParams.has('sig')) {
    return {
      wrong: 'found a SAS in the URL; set sastoken to what follows the "?", and leave it out here',
    }
  }
  if (url.username || url.password) return { wrong: 'found a login in the URL, allowed: none' }
  if (url.search || url.hash) return { wrong: 'found a query in the URL, allowed: none' }
  url.pathname = url.pathname.replace(/\/+$/, '')
  return { value: url }
}

/** Any text that is not empty. */
export function checkSecret(text: string): Checked<string> {
  return { value: text }
}
