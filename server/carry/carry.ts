import { rm } from 'node:fs/promises'
import type { Carry } from '../control/carry.ts'
import type { Tag as ListedTag } from '../control/repositories-contract.ts'
import { referenceNamed, repositoryNamed } from '../library/names.ts'
import type { Log } from '../log.ts'
import { parseDigest } from '../oci/digest.ts'
import type { Registry } from '../registry/registry.ts'
import { localRepository } from '../sync/local.ts'
import { createCopyTag } from './copy-tag.ts'
import { exportImage } from './export-image.ts'
import { createImports } from './imports.ts'
import type { Outlet } from './outlet.ts'
import type { SpoolPlace } from './spool.ts'
import { toControlError } from './why.ts'

export interface CarryParts {
  readonly registry: Registry
  readonly outlet: Outlet
  /** The tag as the lists have it. */
  readonly getTag: (repository: string, tag: string) => Promise<ListedTag>
  readonly place: SpoolPlace
  readonly log: Log
}

/** What the console needs to carry images in and out. What an earlier process left of files is removed. */
export async function openCarry(parts: CarryParts): Promise<Carry & { close(): Promise<void> }> {
  const { registry, outlet, getTag, place } = parts
  await rm(place.folder, { recursive: true, force: true })
  const imports = createImports(parts)
  const copyTag = createCopyTag(registry, outlet)
  return {
    take: imports.take,
    getImport: ({ id }) => imports.get(id),
    storeImport: imports.store,
    discardImport: ({ id }) => imports.discard(id),
    async copyTag(input, caller) {
      await copyTag(input, caller)
      return await getTag(input.repository, input.tag)
    },
    export: createExport(registry, outlet),
    close: imports.close,
  }
}

function createExport(registry: Registry, outlet: Outlet): Carry['export'] {
  return async (wanted, caller) => {
    const repository = repositoryNamed(wanted.repository)
    const reference = referenceNamed(repository, wanted.reference)
    const source = localRepository(registry, repository)
    try {
      const file = await exportImage(source, { ...wanted, repository, reference })
      const sent = { repository, digest: parseDigest(file.digest), bytes: file.size }
      const named = reference.kind === 'tag' ? { ...sent, tag: reference.tag } : sent
      return {
        ...file,
        content: told(file.content, (seconds) => outlet.sent({ ...named, seconds }, caller)),
      }
    } catch (error) {
      throw toControlError(error)
    }
  }
}

/** The same bytes; tells how long they took once all of them were taken. */
async function* told(
  content: AsyncIterable<Uint8Array>,
  tell: (seconds: number) => void,
): AsyncGenerator<Uint8Array> {
  const startedAt = performance.now()
  yield* content
  tell((performance.now() - startedAt) / 1_000)
}
