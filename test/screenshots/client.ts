import type { Content } from '../browser/images-content.ts'
import { expecting, type Ask } from '../support/http-image.ts'
import { digestOf } from '../support/snapshot.ts'

/** What an index or a manifest names. */
interface Named {
  readonly manifests?: readonly Descriptor[]
  readonly config?: Descriptor
  readonly layers?: readonly Descriptor[]
}

/** A content descriptor, as far as it is looked at here. */
export interface Descriptor {
  readonly digest: string
  readonly size: number
}

/** The blobs of these contents that the repository lacks, each once: clients ask before they send. */
export async function missingBlobs(
  ask: Ask,
  repository: string,
  contents: readonly Content[],
): Promise<readonly Buffer[]> {
  const blobs = new Map(
    contents.flatMap((part) => part.blobs.map((blob) => [digestOf(blob), blob])),
  )
  const missing: Buffer[] = []
  for (const [digest, blob] of blobs) {
    const { status } = await ask('HEAD', `/v2/${repository}/blobs/${digest}`)
    if (status === 404) missing.push(blob)
  }
  return missing
}

/** @param reference a tag, or the digest of the content */
export async function putContent(
  ask: Ask,
  repository: string,
  reference: string,
  { mediaType, manifest }: Content,
): Promise<void> {
  const payload = { headers: { 'Content-Type': mediaType }, body: manifest }
  await expecting(201, ask, 'PUT', `/v2/${repository}/manifests/${reference}`, payload)
}

/** Gets the manifests that a tag leads to, those of the first platform only. @returns its blobs */
export async function resolveBlobs(
  ask: Ask,
  repository: string,
  reference: string,
): Promise<readonly Descriptor[]> {
  const headers = { Accept: '*/*' }
  const path = `/v2/${repository}/manifests/${reference}`
  const { body } = await expecting(200, ask, 'GET', path, { headers })
  const { manifests, config, layers = [] } = JSON.parse(body.toString()) as Named
  const first = manifests?.[0]
  if (first) return resolveBlobs(ask, repository, first.digest)
  return config ? [...layers, config] : layers
}
