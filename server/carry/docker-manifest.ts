import { asList, asObject, asText, asTexts } from '../library/json.ts'
import { ArchiveError, quoted } from './archive-error.ts'
import type { Archive } from './archive.ts'
import { localName } from './image-name.ts'
import { readDocument } from './read-document.ts'

/** An image in `manifest.json`, as `docker save` has written it since Docker 1.10. */
export interface DockerImage {
  /** Paths in the archive. */
  readonly config: string
  readonly layers: readonly string[]
  /** `repository:tag` each. */
  readonly names: readonly string[]
}

const FILE = 'manifest.json'

/** Undefined where there is no such file. @throws ArchiveError */
export async function readDockerManifest(
  archive: Archive,
): Promise<readonly DockerImage[] | undefined> {
  const file = await archive.find(FILE)
  if (!file) return undefined
  const items = parse(await readDocument(file))
  if (items.length === 0) throw new ArchiveError(`${quoted(FILE)} lists no images`)
  return items.map((item, at) => {
    const fields = asObject(item)
    const config = asText(fields?.['Config'])
    if (config === undefined) {
      throw new ArchiveError(`${quoted(FILE)}: image ${at + 1} has no Config`)
    }
    const names = asTexts(fields?.['RepoTags']).map(localName)
    return {
      config,
      layers: asTexts(fields?.['Layers']),
      names: [...new Set(names)].filter((name) => name !== undefined),
    }
  })
}

function parse(bytes: Buffer): readonly unknown[] {
  try {
    return asList(JSON.parse(bytes.toString()))
  } catch (cause) {
    throw new ArchiveError(`${quoted(FILE)} is not valid JSON`, { cause })
  }
}
