import type { ArtifactKind } from '../control/contract.ts'
import { ArchiveError } from './archive-error.ts'
import type { Archive } from './archive.ts'
import { createContents, type Contents } from './contents.ts'
import { readDockerArchive } from './docker-archive.ts'
import { walkImage } from './image-graph.ts'
import { readLayout } from './layout.ts'
import type { NamedImage } from './named-image.ts'

/** An image in an archive, all of which is there. */
export interface FoundImage extends NamedImage {
  readonly kind: ArtifactKind
  readonly platforms: readonly string[]
  readonly sizeBytes: number
}

export interface FoundImages {
  readonly images: readonly FoundImage[]
  readonly contents: Contents
}

/**
 * The images of an archive: an OCI image layout, whoever made it, or what `docker save` made before
 * Docker 25.
 *
 * @throws ArchiveError
 */
export async function readImages(archive: Archive): Promise<FoundImages> {
  const contents = createContents(archive)
  const named =
    (await readLayout(archive, contents)) ?? (await readDockerArchive(archive, contents))
  if (!named) throw new ArchiveError(NO_IMAGES)
  const images: FoundImage[] = []
  for (const image of named) {
    const { kind, platforms, sizeBytes } = await walkImage(image.root, contents)
    images.push({ ...image, kind, platforms, sizeBytes })
  }
  return { images, contents }
}

const NO_IMAGES =
  'there is neither index.json nor manifest.json in the file: it holds no images. Make one with docker save, or with skopeo copy to an oci-archive'
