import { asRepositoryName, type RepositoryName } from '../oci/name.ts'

/** Where a registry is, and what of it is used. */
export interface RemoteAddress {
  /** Below it lies `v2/`; ends with a slash. */
  readonly base: URL
  /** Repositories are used below this one. */
  readonly prefix: RepositoryName | undefined
  /** As it is kept and shown. */
  readonly url: string
}

/** What is no address of a registry; the message says why. */
export class AddressError extends Error {
  override readonly name = 'AddressError'
}

/** Docker's own name for Docker Hub, which answers at another. */
const HUB_NAMES = new Set(['docker.io', 'index.docker.io', 'www.docker.io'])
const HUB = 'registry-1.docker.io'

/**
 * Reads what a person typed, such as `registry.example.com/team`. Without `http://` a name of this machine
 * is reached by http, every other by https.
 *
 * @throws AddressError
 */
export function parseRemoteAddress(text: string): RemoteAddress {
  const trimmed = text.trim()
  const found = URL.parse(withScheme(trimmed))
  if (!found || !/^https?:$/.test(found.protocol) || found.hostname === '') {
    throw new AddressError('This is no address such as https://registry.example.com.')
  }
  if (found.username !== '' || found.password !== '') {
    throw new AddressError('An address takes no password: it has its own field.')
  }
  if (found.search !== '' || found.hash !== '') {
    throw new AddressError('An address of a registry has neither ? nor #.')
  }
  if (HUB_NAMES.has(found.hostname)) found.hostname = HUB
  const prefix = prefixIn(found)
  return { base: new URL('/', found), prefix, url: `${found.origin}${prefix ? `/${prefix}` : ''}` }
}

/** The full name of a repository there. */
export function nameBelow(prefix: RepositoryName | undefined, name: string): RepositoryName {
  return (prefix === undefined ? name : `${prefix}/${name}`) as RepositoryName
}

function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text
  const { hostname = '' } = URL.parse(`http://${text}`) ?? {}
  return `${isLoopback(hostname) ? 'http' : 'https'}://${text}`
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

/** People paste the address of the protocol itself, too. */
function prefixIn({ pathname }: URL): RepositoryName | undefined {
  const path = pathname.replace(/^\/+|\/+$/g, '').replace(/^v[12]$|^v[12]\//, '')
  if (path === '') return undefined
  const prefix = asRepositoryName(path)
  if (prefix) return prefix
  throw new AddressError(`What comes after the host, ${path}, cannot be the name of repositories.`)
}
