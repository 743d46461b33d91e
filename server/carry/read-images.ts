import type { ArtifactKind } from '../control/repositories-contract.ts'
import type { Descriptor } from '../oci/manifest.ts'
import { ArchiveError, MissingEntry } from './archive-error.ts'
import type { Archive } from './archive.ts'
import { createContents, type Contents } from './contents.ts'
import { readDockerArchive } from './docker-archive.ts'
import { walkImage, type ImageGraph } from './image-graph.ts'
import { readLayout } from './layout.ts'
import type { NamedImage } from './named-image.ts'
import { presentPart } from './present-part.ts'

/** An image in an archive, all of which is there. */
export interface FoundImage extends NamedImage {
  readonly kind: ArtifactKind
  readonly platforms: readonly string[]
  readonly sizeBytes: number
  /** Signatures and the like that the archive has without a name, and that go along. */
  readonly referrers: readonly Descriptor[]
}

export interface FoundImages {
  readonly images: readonly FoundImage[]
  readonly contents: Contents
  /** What was left out, and why, a sentence each. */
  readonly notes: readonly string[]
  /** The same of images that are not whole. */
  readonly damage: readonly string[]
}

/**
 * The images of an archive: an OCI image layout, whoever made it, or what `docker save` made before
 * Docker 25. One that is not whole is left out, if others are.
 *
 * @throws ArchiveError where there is none that is whole
 */
export async function readImages(archive: Archive): Promise<FoundImages> {
  const contents = createContents(archive)
  const named =
    (await readLayout(archive, contents)) ?? (await readDockerArchive(archive, contents))
  if (!named) throw new ArchiveError(NO_IMAGES)
  const walked: Walked[] = []
  const failures: ArchiveError[] = []
  for (const image of named) {
    try {
      walked.push(await walk(image, contents))
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      failures.push(error)
    }
  }
  const [failure] = failures
  if (failure && walked.length === 0) throw failure
  const notes = walked.flatMap(({ note }) => (note === undefined ? [] : [note]))
  const damage = failures.map(({ message }) => `an image was left out: ${message}`)
  return { images: withReferrers(walked), contents, notes, damage }
}

const NO_IMAGES =
  'there is neither index.json nor manifest.json in the file: it holds no images. Make one with docker save, or with skopeo copy to an oci-archive'

interface Walked {
  readonly image: NamedImage
  readonly graph: ImageGraph
  readonly note?: string
}

async function walk(image: NamedImage, contents: Contents): Promise<Walked> {
  try {
    return { image, graph: await walkImage(image.root, contents) }
  } catch (error) {
    const part = error instanceof MissingEntry ? await presentPart(image.root, contents) : undefined
    if (!part) throw error
    const { absent, ...present } = part
    const name = image.names[0] ?? image.root.digest
    const note = `${name}: ${absent.join(', ')} is not in the file and was left out`
    return { image: { ...image, ...present }, graph: await walkImage(part.root, contents), note }
  }
}

/** Image-spec `image-layout.md` has referrers in the index too: without a name they belong to their subject. */
function withReferrers(walked: readonly Walked[]): readonly FoundImage[] {
  const isNameless = ({ image, graph }: Walked) => image.names.length === 0 && graph.subject
  const nameless = Map.groupBy(walked.filter(isNameless), ({ graph }) => graph.subject ?? '')
  const taken = new Set<Walked>()
  const images = walked.map((one) => {
    const referrers = isNameless(one) ? [] : referrersOf(one, nameless)
    for (const referrer of referrers) taken.add(referrer)
    return { one, referrers }
  })
  return images
    .filter(({ one }) => !taken.has(one))
    .map(({ one: { image, graph }, referrers }) => ({
      ...image,
      kind: graph.kind,
      platforms: graph.platforms,
      sizeBytes: [graph, ...referrers.map(({ graph }) => graph)].reduce(addSize, 0),
      referrers: referrers.map(({ image }) => image.root),
    }))
}

/** Those of it, and those of them. */
function referrersOf(
  { graph }: Walked,
  nameless: ReadonlyMap<string, readonly Walked[]>,
): readonly Walked[] {
  const found = new Set<Walked>()
  const subjects = new Set(graph.manifests)
  for (const subject of subjects) {
    for (const one of nameless.get(subject) ?? []) {
      found.add(one)
      // A set goes on with what is added on the way.
      for (const digest of one.graph.manifests) subjects.add(digest)
    }
  }
  return [...found]
}

const addSize = (sum: number, { sizeBytes }: ImageGraph): number => sum + sizeBytes
