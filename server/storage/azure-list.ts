import type { AzureContainer } from './azure-container.ts'
import type { ScannedPaths, StorageDriver } from './driver.ts'

/** Names in a page; the most that the service gives. */
const PAGE = 5_000
/** Paths in a scan: each comes with all its properties, about 700 bytes. */
const SCAN = 1_000

/**
 * `list`: names of blobs and folders below a path. The service sorts whole names, so that the folder
 * `a/` comes behind `a-b` and `a.b`: a name is given out when none that goes before it can still come.
 */
export function createList({ client, nameOf, ask }: AzureContainer): StorageDriver['list'] {
  return async function* list(path, options) {
    const prefix = prefixOf(nameOf(path))
    const after = options?.after
    const pages = client
      .listBlobsByHierarchy('/', { prefix, ...startingAt(prefix, after) })
      .byPage({ maxPageSize: PAGE })
    let pending = new Set<string>()
    for (;;) {
      const page = await ask(() => pages.next())
      if (page.done) break
      const { blobPrefixes = [], blobItems } = page.value.segment
      const keys = [...blobPrefixes, ...blobItems].map(({ name }) => name.slice(prefix.length))
      for (const key of keys) pending.add(key.replace(/\/$/, ''))
      const last = keys.toSorted().at(-1) ?? ''
      const { ready, rest } = split(pending, last)
      pending = rest
      yield* ready.filter((name) => isAfter(name, after))
    }
    yield* [...pending].sort().filter((name) => isAfter(name, after))
  }
}

const isAfter = (name: string, after: string | undefined): boolean =>
  name !== '' && (after === undefined || name > after)

const prefixOf = (name: string): string => (name === '' ? '' : `${name}/`)

/** Skips what comes before `after`, as far as its first characters are of the kind that every order agrees on. */
function startingAt(prefix: string, after: string | undefined): { startFrom?: string } {
  const plain = /^[\x20-\x2e\x30-\x7e]{0,200}/.exec(after ?? '')?.[0]
  return plain ? { startFrom: prefix + plain } : {}
}

/** The names that no name behind `last`, in the order of the service, can still go before; sorted. */
function split(pending: ReadonlySet<string>, last: string) {
  const sorted = [...pending].sort()
  const first = sorted.findIndex((name) => isBlocked(name, last))
  const end = first === -1 ? sorted.length : first
  return { ready: sorted.slice(0, end), rest: new Set(sorted.slice(end)) }
}

/** Whether the folder of a shorter name, or of the same, may still come: `a/` behind `a-b`. */
function isBlocked(name: string, last: string): boolean {
  for (let at = 1; at < name.length; at++) {
    if (name.charAt(at) < '/' && `${name.slice(0, at)}/` > last) return true
  }
  return `${name}/` > last
}

/** `scan`: one request, mostly. The service may tell fewer than it was asked for, and even none. */
export function createScan(container: AzureContainer): NonNullable<StorageDriver['scan']> {
  const { client, nameOf, ask } = container
  return async (path, from): Promise<ScannedPaths> => {
    const prefix = prefixOf(nameOf(path))
    const pages = client
      .listBlobsFlat({ prefix, startFrom: nameOf(from) })
      .byPage({ maxPageSize: SCAN })
    const root = prefixOf(nameOf('')).length
    const paths: string[] = []
    for (;;) {
      const page = await ask(() => pages.next())
      if (page.done) return { paths, more: false }
      const { segment, continuationToken } = page.value
      paths.push(...segment.blobItems.map(({ name }) => name.slice(root)))
      const more = Boolean(continuationToken)
      if (!more || paths.length > 1) return { paths, more }
    }
  }
}
