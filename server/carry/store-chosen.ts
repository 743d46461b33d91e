import type { Caller } from '../control/contract.ts'
import type { Log } from '../log.ts'
import type { Registry } from '../registry/registry.ts'
import { localRepository } from '../sync/local.ts'
import type { ChosenImage } from './chosen-images.ts'
import { failJob, letGo, notesOf, type ImportJob } from './import-job.ts'
import type { Outlet } from './outlet.ts'
import type { FoundImages } from './read-images.ts'
import { storeImage } from './store-image.ts'
import { explain } from './why.ts'

export interface StoreParts {
  readonly registry: Registry
  readonly outlet: Outlet
  readonly log: Log
}

/** One image after the other: what is whole is there, whatever happens to the next. Never rejects. */
export async function storeChosen(
  parts: StoreParts,
  job: ImportJob,
  found: FoundImages,
  chosen: readonly ChosenImage[],
  caller: Caller,
): Promise<void> {
  job.state = 'storing'
  job.message = notesOf(job)
  job.doneBytes = 0
  job.totalBytes = chosen.reduce((sum, { image, names }) => sum + image.sizeBytes * names.size, 0)
  try {
    for (const one of chosen) await storeOne(parts, job, found, one, caller)
    job.doneBytes = job.totalBytes
    job.state = 'done'
    await letGo(job, parts.log)
  } catch (error) {
    // Nobody wants to know any more.
    if (job.stop.signal.aborted) return
    failJob(job, explain(error, found.contents, parts.log))
  }
}

async function storeOne(
  { registry, outlet }: StoreParts,
  job: ImportJob,
  { contents }: FoundImages,
  { image, names }: ChosenImage,
  caller: Caller,
): Promise<void> {
  const { root, referrers } = image
  for (const [repository, tags] of names) {
    const before = job.doneBytes
    let bytes = 0
    const startedAt = performance.now()
    const target = localRepository(registry, repository)
    const wanted = { source: contents, root, referrers, tags }
    const onBytes = (count: number, moved: boolean): void => {
      job.doneBytes += count
      if (moved) bytes += count
    }
    const stored = await storeImage(target, wanted, { signal: job.stop.signal, onBytes })
    const seconds = (performance.now() - startedAt) / 1_000
    await outlet.stored({ ...stored, repository, way: 'import', bytes, seconds }, caller)
    const { digest } = stored
    job.stored = [...job.stored, ...tags.map((tag) => ({ name: `${repository}:${tag}`, digest }))]
    job.doneBytes = before + image.sizeBytes
  }
}
