import { asDigest } from '../oci/digest.ts'
import { parseStored, type Descriptor } from '../oci/manifest.ts'
import { OCI_INDEX } from '../oci/media-types.ts'
import {
  asRepositoryName,
  asTag,
  referrersTag,
  type RepositoryName,
  type Tag,
} from '../oci/name.ts'
import type { Asking } from './content.ts'
import { RemoteError, remoteErrorFrom, type Answer } from './remote-error.ts'
import { drop, type AskRemote } from './remote-http.ts'

/** The lists of another registry, page by page: distribution-spec "Content Discovery". */
export interface ListParts {
  readonly ask: AskRemote
  readonly url: URL
}

/** Makes a page's request again where that may help. */
export type Again = <T>(work: () => Promise<T>) => Promise<T>

const PAGE = 1_000
/** Bytes of the largest page, and pages of a list: what has more is no list. */
const MOST_BYTES = 32 * 1024 * 1024
const MOST_PAGES = 10_000

/** It keeps no list of its repositories, or shows it to others alone. */
export class NoCatalog extends RemoteError {}

/** Every repository. @throws NoCatalog, RemoteError */
export async function* listCatalog(
  parts: ListParts,
  again: Again,
  asking: Asking = {},
): AsyncGenerator<RepositoryName> {
  const pages = pagesOf(parts, `v2/_catalog?n=${PAGE}`, again, asking)
  try {
    for await (const page of pages) {
      if (!page) throw noCatalog(parts)
      for (const text of textsIn(page, 'repositories')) {
        const name = asRepositoryName(text)
        if (name) yield name
      }
    }
  } catch (error) {
    const isRefused = error instanceof RemoteError && [401, 403, 405].includes(error.status ?? 0)
    throw isRefused ? noCatalog(parts, error) : error
  }
}

function noCatalog({ url }: ListParts, cause?: unknown): NoCatalog {
  return new NoCatalog(
    url,
    'it does not tell which repositories it has: name those that are meant',
    {
      cause,
    },
  )
}

/** Undefined where there is no such repository. */
export async function listTags(
  parts: ListParts,
  name: RepositoryName,
  again: Again,
  asking: Asking = {},
): Promise<readonly Tag[] | undefined> {
  const found: Tag[] = []
  for await (const page of pagesOf(parts, `v2/${name}/tags/list?n=${PAGE}`, again, asking)) {
    if (!page) return undefined
    found.push(
      ...textsIn(page, 'tags')
        .map(asTag)
        .filter((tag) => tag !== undefined),
    )
  }
  return found
}

/** By its API, else by the tag that stands in for it: distribution-spec "Unavailable Referrers API". */
export async function listReferrers(
  parts: ListParts,
  name: RepositoryName,
  digest: string,
  { signal }: Asking = {},
): Promise<readonly Descriptor[]> {
  const found: Descriptor[] = []
  let path: string | URL | undefined = `v2/${name}/referrers/${digest}`
  for (let left = MOST_PAGES; path !== undefined && left > 0; left--) {
    const answer: Answer = await parts.ask({
      method: 'GET',
      path,
      headers: { Accept: OCI_INDEX },
      signal,
    })
    if (answer.statusCode !== 200) {
      drop(answer)
      return await byTag(parts, name, digest, { signal })
    }
    found.push(...(parseStored(await readAll(parts.url, answer))?.children ?? []))
    path = nextOf(parts.url, answer)
  }
  return found
}

async function byTag(
  { ask, url }: ListParts,
  name: RepositoryName,
  digest: string,
  { signal }: Asking,
): Promise<readonly Descriptor[]> {
  const subject = asDigest(digest)
  if (!subject) return []
  const path = `v2/${name}/manifests/${referrersTag(subject)}`
  const answer = await ask({ method: 'GET', path, headers: { Accept: OCI_INDEX }, signal })
  if (answer.statusCode === 200) return parseStored(await readAll(url, answer))?.children ?? []
  if (answer.statusCode !== 404) throw await remoteErrorFrom(url, answer)
  drop(answer)
  return []
}

/** A page as JSON; undefined instead of the first where the list is not there. */
async function* pagesOf(
  { ask, url }: ListParts,
  first: string,
  again: Again,
  { signal }: Asking,
): AsyncGenerator<unknown> {
  let path: string | URL | undefined = first
  for (let left = MOST_PAGES; path !== undefined && left > 0; left--) {
    const at: string | URL = path
    const answer: Answer = await again(async () => {
      const answer = await ask({ method: 'GET', path: at, signal })
      if (answer.statusCode === 200 || answer.statusCode === 404) return answer
      throw await remoteErrorFrom(url, answer)
    })
    if (answer.statusCode === 404) {
      drop(answer)
      yield undefined
      return
    }
    yield jsonIn(url, await readAll(url, answer))
    path = nextOf(url, answer)
  }
}

/** RFC 8288: `<…>; rel="next"`. */
function nextOf(url: URL, { headers }: Answer): URL | undefined {
  const { link } = headers
  const text = Array.isArray(link) ? link.join(', ') : link
  const [, next] = /<([^>]+)>\s*;\s*rel="?next"?/.exec(text ?? '') ?? []
  return next === undefined ? undefined : new URL(next, url)
}

async function readAll(url: URL, answer: Answer): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MOST_BYTES) throw new RemoteError(url, 'its list is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function jsonIn(url: URL, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch (cause) {
    throw new RemoteError(url, 'its list is no JSON', { cause })
  }
}

function textsIn(page: unknown, key: string): readonly string[] {
  const list = (page as Readonly<Record<string, unknown>> | null)?.[key]
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []
}
