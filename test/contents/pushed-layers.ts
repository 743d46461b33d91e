import { digestOf } from '../../server/oci/digest.ts'
import { imageManifest, manifestBytes, putManifest, pushBlob } from '../http/content.ts'
import type { TestServer } from '../http/server.ts'

/** An image that was pushed over HTTP. */
export interface PushedLayers {
  readonly repository: string
  readonly digest: string
  /** Bytes of its manifest. */
  readonly size: number
  /** The digest of its last layer. */
  readonly layer: string
}

/** Pushes an image of these layers by its digest, the lowest first. */
export async function pushLayers(
  server: TestServer,
  repository: string,
  layers: readonly Buffer[],
): Promise<PushedLayers> {
  const described = await Promise.all(layers.map((layer) => pushBlob(server, repository, layer)))
  const bytes = manifestBytes(await imageManifest(server, repository, { layers: described }))
  const digest = digestOf(bytes)
  const { status } = await putManifest(server, repository, digest, bytes)
  if (status !== 201) throw new Error(`the manifest was refused: ${status}`)
  return { repository, digest, size: bytes.length, layer: described.at(-1)?.digest ?? '' }
}
