import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { Import } from '../control/carry-contract.ts'
import type { Caller, Input } from '../control/contract.ts'
import { ControlError } from '../control/control-error.ts'
import type { Log } from '../log.ts'
import type { Registry } from '../registry/registry.ts'
import type { Content } from '../sync/content.ts'
import { localRepository } from '../sync/local.ts'
import { chosenImages, type ChosenImage } from './chosen-images.ts'
import { newJob, toImport, type ImportJob } from './import-job.ts'
import type { Outlet } from './outlet.ts'
import { readImages, type FoundImages } from './read-images.ts'
import { spool, type SpoolPlace } from './spool.ts'
import { storeImage } from './store-image.ts'
import { explain, toControlError } from './why.ts'

/**
 * Files of images that come in, each in steps, so that a person sees what is in it before it is stored:
 *
 *     take ──▶ reading ──▶ ready ──store──▶ storing ──▶ done
 *                 │                           │
 *                 └──────▶ failed ◀───────────┘          store once more, if all could be read
 *
 * An import is forgotten with its process, when it is discarded, or when nobody has asked for an hour.
 */
export interface Imports {
  /** Keeps the file and begins to read it. @returns its id. @throws ControlError, or what `content` throws */
  take(file: { readonly name: string; readonly content: Content }): Promise<string>
  /** @throws ControlError NOT_FOUND */
  get(id: string): Import
  /** @throws ControlError NOT_FOUND, INVALID_INPUT, CONFLICT */
  store(input: Input<'imports.store'>, caller: Caller): Import
  discard(id: string): Promise<void>
  /** Stops all of them. */
  close(): Promise<void>
}

export interface ImportsParts {
  readonly registry: Registry
  readonly outlet: Outlet
  readonly place: SpoolPlace
  readonly log: Log
}

/** Files at a time. */
const MOST = 8
/** How long nobody has to ask until one is forgotten, in milliseconds. */
const FORGOTTEN = 60 * 60_000

export function createImports(parts: ImportsParts): Imports {
  const { place, log } = parts
  const jobs = new Map<string, ImportJob>()
  const timer = setInterval(forgetOld, FORGOTTEN / 60).unref()

  function find(id: string): ImportJob {
    const job = jobs.get(id)
    if (!job) throw new ControlError('NOT_FOUND', 'this import is over: choose the file again')
    job.askedAt = Date.now()
    return job
  }

  async function end(job: ImportJob): Promise<void> {
    jobs.delete(job.id)
    job.stop.abort()
    await job.underWay
    await letGo(job)
  }

  function forgetOld(): void {
    for (const job of jobs.values()) {
      const isOld = Date.now() - job.askedAt > FORGOTTEN && job.state !== 'storing'
      if (isOld) void end(job)
    }
  }

  /** What is over makes room first. */
  function makeRoom(): void {
    const over = [...jobs.values()].find(({ state }) => state === 'done' || state === 'failed')
    if (jobs.size >= MOST && over) void end(over)
    if (jobs.size < MOST) return
    throw new ControlError('UNAVAILABLE', `${MOST} imports are under way: end one of them first`)
  }

  async function read(job: ImportJob): Promise<void> {
    try {
      if (job.archive) job.found = await readImages(job.archive)
      job.state = 'ready'
    } catch (error) {
      fail(job, explain(error, undefined, log))
      await letGo(job)
    }
  }

  return {
    async take({ name, content }) {
      makeRoom()
      const job = newJob(randomUUID(), name)
      jobs.set(job.id, job)
      try {
        job.archive = await spool(content, place)
      } catch (error) {
        jobs.delete(job.id)
        throw toControlError(error)
      }
      job.askedAt = Date.now()
      job.underWay = read(job)
      return job.id
    },

    get: (id) => toImport(find(id)),

    store({ id, images }, caller) {
      const job = find(id)
      const { found } = job
      if (!found || (job.state !== 'ready' && job.state !== 'failed')) throw notNow(job)
      const chosen = chosenImages(found.images, images)
      job.underWay = store(parts, job, found, chosen, caller)
      return toImport(job)
    },

    async discard(id) {
      const job = jobs.get(id)
      if (job) await end(job)
    },

    async close() {
      clearInterval(timer)
      await Promise.all([...jobs.values()].map(end))
      await rm(place.folder, { recursive: true, force: true })
    },
  }
}

function notNow({ state, message }: ImportJob): ControlError {
  const words = { reading: 'it is being read', storing: 'it is being stored', done: 'it is stored' }
  const why = state === 'ready' || state === 'failed' ? message : words[state]
  return new ControlError('CONFLICT', `this file cannot be stored now: ${why}`)
}

function fail(job: ImportJob, message: string): void {
  job.state = 'failed'
  job.message = message
}

async function letGo(job: ImportJob): Promise<void> {
  await job.archive?.close()
  job.archive = undefined
}

/** One image after the other: what is whole is there, whatever happens to the next. */
async function store(
  parts: ImportsParts,
  job: ImportJob,
  found: FoundImages,
  chosen: readonly ChosenImage[],
  caller: Caller,
): Promise<void> {
  job.state = 'storing'
  job.message = undefined
  job.doneBytes = 0
  job.totalBytes = chosen.reduce((sum, { image, names }) => sum + image.sizeBytes * names.size, 0)
  try {
    for (const one of chosen) await storeOne(parts, job, found, one, caller)
    job.doneBytes = job.totalBytes
    job.state = 'done'
    await letGo(job)
  } catch (error) {
    fail(job, explain(error, found.contents, parts.log))
  }
}

async function storeOne(
  { registry, outlet }: ImportsParts,
  job: ImportJob,
  { contents }: FoundImages,
  { image, names }: ChosenImage,
  caller: Caller,
): Promise<void> {
  for (const [repository, tags] of names) {
    const before = job.doneBytes
    const startedAt = performance.now()
    const target = localRepository(registry, repository)
    const wanted = { source: contents, root: image.root, tags }
    const onBytes = (count: number): void => void (job.doneBytes += count)
    const stored = await storeImage(target, wanted, { signal: job.stop.signal, onBytes })
    const seconds = (performance.now() - startedAt) / 1_000
    await outlet.stored(
      { ...stored, repository, way: 'import', bytes: job.doneBytes - before, seconds },
      caller,
    )
    const { digest } = stored
    job.stored = [...job.stored, ...tags.map((tag) => ({ name: `${repository}:${tag}`, digest }))]
    job.doneBytes = before + image.sizeBytes
  }
}
