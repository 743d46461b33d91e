import { parseManifest, type Descriptor, type Manifest } from '../oci/manifest.ts'
import { isManifestType } from '../oci/media-types.ts'
import { ArchiveError, quoted } from './archive-error.ts'
import type { Archive } from './archive.ts'
import { inEntry, type Contents } from './contents.ts'
import { readDockerManifest } from './docker-manifest.ts'
import { localName } from './image-name.ts'
import type { NamedImage } from './named-image.ts'
import { readDocument } from './read-document.ts'

/** Image-spec `image-layout.md`, "index.json file". */
const INDEX = 'index.json'
/** Image-spec `annotations.md`; most write a tag alone, some a whole name. */
const REF_NAME = 'org.opencontainers.image.ref.name'
/** Containerd's and Docker's own. */
const IMAGE_NAME = 'io.containerd.image.name'

/** The images of an OCI image layout, each once. Undefined where the archive is none. @throws ArchiveError */
export async function readLayout(
  archive: Archive,
  contents: Contents,
): Promise<readonly NamedImage[] | undefined> {
  const file = await archive.find(INDEX)
  if (!file) return undefined
  const { children } = parseIndex(await readDocument(file))
  const listed = children.filter(({ mediaType }) => isManifestType(mediaType))
  if (listed.length === 0) throw new ArchiveError(`${quoted(INDEX)} lists no images`)
  const byDigest = Map.groupBy(listed, ({ digest }) => digest)
  const named = [...byDigest.values()].flatMap((same) => {
    const [root] = same
    return root ? [{ root, names: namesOf(same), hasManifest: true }] : []
  })
  const isNamed = named.some(({ names }) => names.length > 0)
  return isNamed ? named : await withDockerNames(named, archive, contents)
}

function parseIndex(bytes: Buffer): Manifest {
  try {
    return parseManifest(bytes)
  } catch (error) {
    throw inEntry(INDEX, error)
  }
}

function namesOf(descriptors: readonly Descriptor[]): readonly string[] {
  const names = descriptors.map(({ annotations = {} }) => {
    const refName = annotations[REF_NAME] ?? ''
    const text = annotations[IMAGE_NAME] ?? (/[/:]/.test(refName) ? refName : undefined)
    return text === undefined ? undefined : localName(text)
  })
  return [...new Set(names)].filter((name) => name !== undefined)
}

/** Some write names for Docker alone. */
async function withDockerNames(
  images: readonly NamedImage[],
  archive: Archive,
  contents: Contents,
): Promise<readonly NamedImage[]> {
  const listed = (await readDockerManifest(archive)) ?? []
  if (listed.length === 0) return images
  const named: NamedImage[] = []
  for (const image of images) {
    const config = await configOf(image.root, contents)
    const own = listed.filter((item) => config !== undefined && item.config.includes(config))
    named.push({ ...image, names: [...new Set(own.flatMap(({ names }) => names))] })
  }
  return named
}

/** The hex digits of its config's digest, which Docker names the config's file by. */
async function configOf(root: Descriptor, contents: Contents): Promise<string | undefined> {
  if ((await contents.size(root.digest)) === undefined) return undefined
  const { blobs, children } = parseManifest(await contents.read(root))
  return children.length > 0 ? undefined : blobs[0]?.digest.split(':')[1]
}
