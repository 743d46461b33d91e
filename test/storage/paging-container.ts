import type { ContainerClient } from '@azure/storage-blob'
import type { AzureContainer } from '../../server/storage/azure-container.ts'

interface ListOptions {
  readonly prefix?: string
  readonly startFrom?: string
}

type Key = { readonly name: string; readonly isPrefix: boolean }

/** How lists are cut. */
export interface Pages {
  /** Names in a page, whatever is asked for. */
  readonly size: number
  /** Whether there is a page of nothing before each; the service may do that. */
  readonly hollow?: boolean
  readonly root?: string
}

/**
 * A container that exists only for its lists, in place of one of the service, whose pages of 5,000 names
 * would take minutes to fill. Like the service it sorts whole names, folds those below a folder into one
 * that ends with `/`, and gives out so many at a time; where a page ends the next begins.
 */
export function pagingContainer(
  names: readonly string[],
  { size, hollow = false, root = '' }: Pages,
): AzureContainer & { pagesRead(): number } {
  const sorted = names.toSorted()
  let read = 0

  function* pages(keys: readonly Key[]) {
    for (let at = 0; at === 0 || at < keys.length; at += size) {
      if (hollow) yield HOLLOW
      read++
      const page = keys.slice(at, at + size)
      const blobPrefixes = page.filter(({ isPrefix }) => isPrefix)
      const blobItems = page.filter(({ isPrefix }) => !isPrefix)
      const continuationToken = at + size < keys.length ? 'more' : ''
      yield { segment: { blobPrefixes, blobItems }, continuationToken }
    }
  }

  const matching = ({ prefix = '', startFrom = '' }: ListOptions): readonly string[] =>
    sorted.filter((name) => name.startsWith(prefix) && name >= startFrom)

  const client = {
    listBlobsFlat: (options: ListOptions) => ({
      byPage: () => inTurn(pages(matching(options).map((name) => ({ name, isPrefix: false })))),
    }),
    listBlobsByHierarchy: (_: '/', options: ListOptions) => ({
      byPage: () => inTurn(pages(folded(matching(options), options.prefix ?? ''))),
    }),
  }
  const container = {
    client: client as unknown as ContainerClient,
    nameOf: (path: string) => [root, path].filter(Boolean).join('/'),
    ask: <T>(work: (signal: AbortSignal) => Promise<T>) => work(new AbortController().signal),
    pagesRead: () => read,
  }
  return container as unknown as AzureContainer & { pagesRead(): number }
}

async function* inTurn<T>(all: Iterable<T>): AsyncGenerator<T> {
  yield* all
}

const HOLLOW = { segment: { blobPrefixes: [], blobItems: [] }, continuationToken: 'more' }

/** Names behind the prefix up to and with their first `/`, each once. */
function folded(names: readonly string[], prefix: string): readonly Key[] {
  const cut = (name: string): string => {
    const slash = name.indexOf('/', prefix.length)
    return slash === -1 ? name : name.slice(0, slash + 1)
  }
  return [...new Set(names.map(cut))].map((name) => ({ name, isPrefix: name.endsWith('/') }))
}

/** The names in each page of a list, sorted within it. */
export async function pagesOf(
  client: ContainerClient,
  options: ListOptions,
  size: number,
): Promise<string[][]> {
  const pages = client.listBlobsByHierarchy('/', options).byPage({ maxPageSize: size })
  const all: string[][] = []
  for await (const { segment } of pages) {
    const keys = [...(segment.blobPrefixes ?? []), ...segment.blobItems]
    all.push(keys.map(({ name }) => name).sort())
  }
  return all
}
