import { MAX_MANIFEST_SIZE, parseManifest, type Descriptor } from '../oci/manifest.ts'
import { isManifestType } from '../oci/media-types.ts'
import type { Asking, Repository } from '../sync/content.ts'
import { livesElsewhere } from '../sync/copy.ts'
import { readVerified } from '../sync/verified.ts'
import { ExportError } from './export-error.ts'

/** All that an image consists of, each thing once, manifests before what they refer to. */
export interface GatheredImage {
  readonly manifests: readonly { readonly descriptor: Descriptor; readonly bytes: Buffer }[]
  readonly blobs: readonly Descriptor[]
}

/** Bytes of manifests held at once. */
const MOST = 64 * 1024 * 1024

/** @throws ExportError when something of it is not there */
export async function gatherImage(
  source: Repository,
  root: Descriptor,
  asking: Asking,
): Promise<GatheredImage> {
  const manifests = new Map<string, { descriptor: Descriptor; bytes: Buffer }>()
  const blobs = new Map<string, Descriptor>()
  let held = 0

  async function walk(descriptor: Descriptor): Promise<void> {
    if (manifests.has(descriptor.digest)) return
    const content = source.fetch(descriptor, asking)
    const bytes = await readVerified(descriptor, content, MAX_MANIFEST_SIZE)
    held += bytes.length
    if (held > MOST) throw new ExportError('reference', 'the image has too many manifests')
    manifests.set(descriptor.digest, { descriptor, bytes })
    const manifest = parseManifest(bytes)
    for (const blob of manifest.blobs) await note(blob)
    for (const child of manifest.children) {
      if (isManifestType(child.mediaType)) await walk(child)
      else await note(child)
    }
  }

  async function note(blob: Descriptor): Promise<void> {
    if (blobs.has(blob.digest)) return
    if (await source.exists(blob, asking)) blobs.set(blob.digest, blob)
    else if (!livesElsewhere(blob)) throw gone(blob)
  }

  await walk(root)
  return { manifests: [...manifests.values()], blobs: [...blobs.values()] }
}

function gone({ digest }: Descriptor): ExportError {
  return new ExportError('reference', `the image is not complete: ${digest} is gone`)
}
