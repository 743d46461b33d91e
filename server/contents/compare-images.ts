import type { Comparison, Reading } from '../control/contents-contract.ts'
import { platformImage } from '../library/platform-image.ts'
import type { Blobs } from '../registry/blobs.ts'
import { compareConfigs, compareHistories, compareLayers } from './compare-configs.ts'
import type { StoredImage } from './stored-image.ts'

/** What differs between two images, all but their files: read from their manifests and configs. */
export async function compareImages(
  blobs: Blobs,
  a: StoredImage,
  b: StoredImage,
): Promise<Pick<Comparison, 'layers' | 'sizeBytes' | 'config' | 'history'>> {
  const read = (image: StoredImage) =>
    platformImage(image.repository, image.manifest, blobs, () => 0)
  const [own, other] = await Promise.all([read(a), read(b)])
  return {
    layers: compareLayers(own, other),
    sizeBytes: { a: own.sizeBytes, b: other.sizeBytes },
    config: compareConfigs(own, other),
    history: compareHistories(own, other),
  }
}

/** How far both are read. */
export function readingOfBoth(a: Reading, b: Reading): Reading {
  const states = new Set([a.state, b.state])
  const messages = [a.message, b.message].filter((message) => message !== undefined)
  return {
    state: states.has('failed') ? 'failed' : states.has('reading') ? 'reading' : 'ready',
    doneBytes: a.doneBytes + b.doneBytes,
    totalBytes: a.totalBytes + b.totalBytes,
    entries: a.entries + b.entries,
    ...(messages.length > 0 && { message: [...new Set(messages)].join('\n') }),
  }
}
