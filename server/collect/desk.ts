import type { CareDesk } from '../control/care.ts'
import type {
  CareSchedule,
  CareStatus,
  CareTask,
  CareWork,
  CheckReport,
  FreeReport,
  StorageUsage,
} from '../control/care-contract.ts'
import { ControlError } from '../control/control-error.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { CareBusy, type Care } from './care.ts'
import type { Checked } from './check.ts'
import type { Collected } from './collected.ts'
import { FAULT_WORDS, type Fault } from './fault.ts'
import { readGrowth } from './growth.ts'
import type { Usage } from './measure.ts'

export interface DeskParts {
  readonly care: Care
  readonly driver: StorageDriver
  readonly schedule: () => CareSchedule
  /** Told of what is done, a few times a second, and without it when it is over. */
  readonly onWork: (work: CareWork | undefined) => void
  /** Told when images went. */
  readonly onImagesGone: () => void
}

/** Lines of a report that a window gets. */
const LISTED = 200
/** Between two words about the same work, in milliseconds. */
const INTERVAL = 250

interface Results {
  failure?: NonNullable<CareStatus['failure']>
  usage?: StorageUsage
  preview?: FreeReport
  freed?: FreeReport
  checked?: CheckReport
}

/** Does one thing at a time with storage for the console, and remembers what came of it. */
export function createDesk({ care, driver, schedule, onWork, onImagesGone }: DeskParts): CareDesk {
  const results: Results = {}
  let work: CareWork | undefined
  let stop = new AbortController()
  let last = 0

  function show(next: CareWork): void {
    work = next
    if (performance.now() - last < INTERVAL) return
    last = performance.now()
    onWork(work)
  }

  function begin(task: CareTask, deed: (signal: AbortSignal) => Promise<void>): void {
    if (work) throw new ControlError('CONFLICT', 'something else is being done with storage')
    stop = new AbortController()
    delete results.failure
    last = -Infinity
    show({ task, phase: 'listing', done: 0 })
    void end(task, deed(stop.signal))
  }

  async function end(task: CareTask, deed: Promise<void>): Promise<void> {
    try {
      await deed
    } catch (error) {
      const isStopped = stop.signal.aborted && !(error instanceof CareBusy)
      if (!isStopped) results.failure = { task, message: messageOf(error) }
    }
    work = undefined
    onWork(undefined)
  }

  return {
    async status() {
      const growth = await readGrowth(driver)
      return { ...results, ...(work && { work }), growth, schedule: schedule() }
    },

    measure: () =>
      begin('measure', async (signal) => {
        results.usage = usageFor(
          await care.measure({ signal, onProgress: (at) => show({ task: 'measure', ...at }) }),
        )
      }),

    free: ({ untagged, dryRun }) => {
      const task = dryRun ? 'preview' : 'collect'
      begin(task, async (signal) => {
        const done = await care.collect({
          untagged,
          dryRun,
          signal,
          onProgress: ({ phase, done, freedBytes }) =>
            show({ task, phase, done, ...(freedBytes > 0 && { bytes: freedBytes }) }),
        })
        const report = reportOf(done, untagged)
        if (dryRun) return void (results.preview = report)
        results.freed = report
        delete results.preview
        if (report.manifests > 0) onImagesGone()
        results.usage = usageFor(await care.measure({ signal }))
      })
    },

    check: ({ digests }) =>
      begin('check', async (signal) => {
        const faults: Fault[] = []
        const found = await care.check({
          digests,
          signal,
          onFault: (fault) => void (faults.length < LISTED && faults.push(fault)),
          onProgress: ({ phase, done, readBytes }) =>
            show({ task: 'check', phase, done, ...(readBytes > 0 && { bytes: readBytes }) }),
        })
        results.checked = checkReport(found, faults, digests)
      }),

    cancel: () => stop.abort(new Error('stopped')),
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

function usageFor({ measured, ...usage }: Usage): StorageUsage {
  return { ...usage, measuredAt: measured.getTime() }
}

function reportOf(
  { begun, removed, waiting, images, faultCount }: Collected,
  untagged: boolean,
): FreeReport {
  const { bytes, blobs, manifests } = removed
  return {
    at: begun.getTime(),
    untagged,
    bytes,
    blobs,
    manifests,
    waitingBytes: waiting.bytes,
    images: images.slice(0, LISTED).map(({ repository, digest, bytes: own }) => ({
      bytes: own,
      ...(repository !== undefined && { repository }),
      ...(digest !== undefined && { digest }),
    })),
    moreImages: Math.max(0, images.length - LISTED),
    faults: faultCount,
  }
}

function checkReport(checked: Checked, faults: readonly Fault[], digests: boolean): CheckReport {
  const { faults: count, ...counts } = checked
  return {
    at: Date.now(),
    digests,
    ...counts,
    faults: faults.map(({ kind, repository, tag, image, digest, detail }) => {
      const reference = tag ?? image
      return {
        repository,
        text: FAULT_WORDS[kind],
        ...(reference !== undefined && { reference }),
        ...(digest !== undefined && digest !== image && { digest }),
        ...(detail !== undefined && { detail }),
      }
    }),
    moreFaults: count - faults.length,
  }
}
