import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { Import } from '../control/carry-contract.ts'
import type { Caller, Input } from '../control/contract.ts'
import { ControlError } from '../control/control-error.ts'
import type { Log } from '../log.ts'
import type { Registry } from '../registry/registry.ts'
import type { Content } from '../sync/content.ts'
import type { Archive } from './archive.ts'
import { chosenImages } from './chosen-images.ts'
import { failJob, letGo, newJob, notesOf, toImport, type ImportJob } from './import-job.ts'
import type { Outlet } from './outlet.ts'
import { readImages } from './read-images.ts'
import { spool, type SpoolPlace } from './spool.ts'
import { storeChosen } from './store-chosen.ts'
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
  /** Files that have not come whole yet. */
  let coming = 0
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
    await letGo(job, log)
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
    if (jobs.size + coming >= MOST && over) void end(over)
    if (jobs.size + coming < MOST) return
    throw new ControlError('UNAVAILABLE', `${MOST} imports are under way: end one of them first`)
  }

  async function take(content: Content): Promise<Archive> {
    coming++
    try {
      return await spool(content, place)
    } catch (error) {
      throw toControlError(error)
    } finally {
      coming--
    }
  }

  async function read(job: ImportJob): Promise<void> {
    try {
      if (job.archive) job.found = await readImages(job.archive)
      job.message = notesOf(job)
      job.state = 'ready'
    } catch (error) {
      failJob(job, explain(error, undefined, log))
      await letGo(job, log)
    }
  }

  return {
    async take({ name, content }) {
      makeRoom()
      const job = newJob(randomUUID(), name, await take(content))
      jobs.set(job.id, job)
      job.underWay = read(job)
      return job.id
    },

    get: (id) => toImport(find(id)),

    store({ id, images }, caller) {
      const job = find(id)
      const { found } = job
      if (!found || (job.state !== 'ready' && job.state !== 'failed')) throw notNow(job)
      const chosen = chosenImages(found.images, images)
      job.underWay = storeChosen(parts, job, found, chosen, caller)
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
