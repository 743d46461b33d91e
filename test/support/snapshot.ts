import { createHash } from 'node:crypto'
import { send } from './http-client.ts'
import type { Answer } from './http-client.ts'

/** What a registry serves for one manifest: the answer's essentials and every blob it names. */
export interface ManifestSnapshot {
  readonly digest: string
  readonly mediaType: string
  readonly length: number
  readonly bytes: string
  /** Digest of the bytes that GET delivered, by the digest that was asked for. */
  readonly blobs: Readonly<Record<string, string>>
  readonly children: readonly ManifestSnapshot[]
}

/** Everything that a registry serves: catalog, tags and contents. */
export interface Snapshot {
  readonly repositories: readonly string[]
  readonly tags: Readonly<Record<string, readonly string[]>>
  /** By `repository:tag`. */
  readonly manifests: Readonly<Record<string, ManifestSnapshot>>
}

interface Described {
  readonly digest: string
}

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/** `sha256:<hex>` of the bytes. */
export function digestOf(bytes: Buffer | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** Reads all that an open registry serves. Throws when an answer is not 200. */
export async function snapshot(url: string): Promise<Snapshot> {
  const { repositories } = json<{ repositories: string[] }>(await get(`${url}/v2/_catalog`))
  const tags = await entries(repositories, async (repository) => tagsOf(url, repository))
  const references = Object.entries(tags).flatMap(([repository, names]) =>
    names.map((tag) => ({ repository, tag })),
  )
  const manifests: Record<string, ManifestSnapshot> = {}
  for (const { repository, tag } of references) {
    manifests[`${repository}:${tag}`] = await manifestOf(`${url}/v2/${repository}`, tag)
  }
  return { repositories, tags, manifests }
}

async function tagsOf(url: string, repository: string): Promise<string[]> {
  const answer = await get(`${url}/v2/${repository}/tags/list`)
  return (json<{ tags: string[] | null }>(answer).tags ?? []).toSorted()
}

async function manifestOf(repository: string, reference: string): Promise<ManifestSnapshot> {
  const { headers, body } = await get(`${repository}/manifests/${reference}`, ACCEPT)
  const manifest: { config?: Described; layers?: Described[]; manifests?: Described[] } =
    JSON.parse(body.toString())
  const named = [...(manifest.config ? [manifest.config] : []), ...(manifest.layers ?? [])]
  const children: ManifestSnapshot[] = []
  for (const child of manifest.manifests ?? []) {
    children.push(await manifestOf(repository, child.digest))
  }
  return {
    digest: String(headers['docker-content-digest']),
    mediaType: String(headers['content-type']),
    length: Number(headers['content-length']),
    bytes: body.toString(),
    blobs: await entries(
      named.map(({ digest }) => digest),
      async (digest) => digestOf((await get(`${repository}/blobs/${digest}`)).body),
    ),
    children,
  }
}

async function get(url: string, accept = '*/*'): Promise<Answer> {
  const answer = await send(url, { headers: { accept } })
  if (answer.status !== 200) throw new Error(`GET ${url}: ${answer.status} ${answer.body}`)
  return answer
}

function json<T>(answer: Answer): T {
  return JSON.parse(answer.body.toString())
}

async function entries<T>(
  keys: readonly string[],
  valueOf: (key: string) => Promise<T>,
): Promise<Record<string, T>> {
  const pairs: [string, T][] = []
  for (const key of keys) pairs.push([key, await valueOf(key)])
  return Object.fromEntries(pairs)
}
