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
import { CareStopped, type Care } from './care.ts'
import type { CareDeed } from './care-watcher.ts'
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

/** Does one thing at a time with storage for the console; shows that too which others have done. */
export function createDesk({ care, driver, schedule, onWork, onImagesGone }: DeskParts): CareDesk {
  const results: Results = {}
  let work: CareWork | undefined
  /** What a person has done here may be several steps. */
  let isOwn = false
  let areImagesGone = false
  let last = 0
  let faults: Fault[] = []

  function show(next: CareWork): void {
    const isNew = work?.task !== next.task
    work = next
    if (!isNew && performance.now() - last < INTERVAL) return
    last = performance.now()
    onWork(work)
  }

  function end(): void {
    work = undefined
    onWork(undefined)
  }

  function stepEnded(): void {
    if (areImagesGone) onImagesGone()
    areImagesGone = false
    if (!isOwn) end()
  }

  care.watch({
    progress(deed, { phase, done, bytes }) {
      const task = taskOf(deed)
      // The first word of it.
      if (work?.task !== task) faults = []
      const isBySelf = deed.by.via === 'server'
      show({ task, phase, done, ...(bytes > 0 && { bytes }), ...(isBySelf && { isBySelf }) })
    },
    deleted: () => void (areImagesGone = true),
    fault: (fault) => void (faults.length < LISTED && faults.push(fault)),
    collected(deed, done) {
      results[deed.dryRun ? 'preview' : 'freed'] = reportOf(done, deed.untagged)
      if (!deed.dryRun) delete results.preview
      delete results.failure
      stepEnded()
    },
    checked({ digests }, found) {
      results.checked = checkReport(found, faults, digests)
      delete results.failure
      stepEnded()
    },
    measured(_deed, usage) {
      results.usage = usageFor(usage)
      stepEnded()
    },
    failed(deed, error, isStopped) {
      // A program hears of it itself.
      const isTold = deed.by.via !== 'client' && !isStopped
      if (isTold) results.failure = { task: taskOf(deed), message: messageOf(error) }
      stepEnded()
    },
  })

  /** @throws ControlError CONFLICT while something else is done */
  function begin(deed: () => Promise<unknown>): void {
    if (isOwn || care.underWay) {
      throw new ControlError('CONFLICT', 'something else is being done with storage')
    }
    delete results.failure
    isOwn = true
    void deed()
      // The watcher was told why.
      .catch(() => {})
      .finally(() => {
        isOwn = false
        end()
      })
  }

  return {
    async status() {
      const growth = await readGrowth(driver)
      return { ...results, ...(work && { work }), growth, schedule: schedule() }
    },
    measure: (by) => begin(() => care.measure({ by })),
    free: ({ by, ...wishes }) =>
      begin(async () => {
        await care.collect({ by, ...wishes })
        if (!wishes.dryRun) await care.measure({ by })
      }),
    check: (wishes) => begin(() => care.check(wishes)),
    cancel: () => care.stop(new CareStopped('it was stopped in the console')),
  }
}

const taskOf = ({ task, dryRun }: CareDeed): CareTask => (dryRun ? 'preview' : task)

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
