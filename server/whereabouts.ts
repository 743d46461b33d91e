import type { Config, ListenAddress } from './config/config.ts'

/** The name by which an engine on this machine reaches the registry, such as `localhost:5000`. */
export function pushHost({ http }: Config, urls: readonly string[]): string {
  if (http.host) return http.host.host
  const first = urls[0] ?? ''
  const url = first.startsWith('http') ? new URL(first) : undefined
  return `localhost:${url?.port || '5000'}`
}

/** Where images lie, for a person. */
export function storagePlace(driver: Config['storage']['driver']): string {
  switch (driver.kind) {
    case 'filesystem':
      return driver.rootDirectory
    case 'azure':
      return `container ${driver.container} of storage account ${driver.accountName} (${driver.serviceUrl.host})`
    case 'inmemory':
      return 'memory, until it stops'
  }
}

/** The addresses that lead to the console. */
export function consoleListen({ console, http }: Config): readonly ListenAddress[] {
  return console.listen ?? http.listen
}

/** The path at which the console lies there. */
export function consoleBase({ console, http }: Config): string {
  return console.listen ? '/' : http.prefix
}

/**
 * The address of the console as a browser on this machine takes it.
 *
 * @param urls where it listens
 */
export function consoleUrl(config: Config, urls: readonly string[]): URL {
  const { host } = config.http
  if (host && !config.console.listen) return new URL(consoleBase(config), host.origin)
  return localUrl(urls, consoleBase(config)) ?? new URL(consoleBase(config), 'http://localhost')
}

/**
 * How this machine reaches what listens there; undefined where that is a socket's path alone.
 *
 * @param urls where it listens
 */
export function localUrl(urls: readonly string[], path: string): URL | undefined {
  const first = urls.find((one) => one.startsWith('http'))
  const url = first === undefined ? undefined : new URL(path, first)
  if (url && /^(?:127\.|0\.0\.0\.0$|\[::)/.test(url.hostname)) url.hostname = 'localhost'
  return url
}

/**
 * Where a connection from this machine reaches it.
 *
 * @param urls where it listens
 */
export function ownPort(
  urls: readonly string[],
): { readonly host: string; readonly port: number } | { readonly path: string } | undefined {
  const first = urls.find((one) => one.startsWith('http'))
  if (first === undefined) return urls[0] === undefined ? undefined : { path: urls[0] }
  const { hostname, port, protocol } = new URL(first)
  const host = hostname.replace(/^\[|\]$/g, '')
  const everywhere = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host]
  return { host: everywhere ?? host, port: Number(port || (protocol === 'https:' ? 443 : 80)) }
}
