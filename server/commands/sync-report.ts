import { UNCHANGED } from '../sync/outcome.ts'
import type { ImageOutcome } from '../sync/outcome.ts'
import type { Plan, PlannedImage } from '../sync/plan-contents.ts'
import type { Progress } from '../sync/progress.ts'
import type { CommandIo } from './command.ts'
import { sizeText } from './progress.ts'

/** What there is to tell. Without outcomes nothing was done. */
export interface SyncTold {
  readonly plan: Plan
  readonly outcomes?: readonly ImageOutcome[]
  readonly progress?: Progress
}

export interface ReportOptions {
  readonly target: string
  readonly rule: { readonly direction: 'push' | 'pull' }
  readonly dryRun: boolean
  readonly json: boolean
}

const LEVEL = 0
const FAILED = 1
const CONFLICTS = 3

/** Tells what came of it. @returns the exit code */
export function reportSync(options: ReportOptions, told: SyncTold, io: CommandIo): number {
  const all = told.outcomes ?? told.plan.images.map((image) => ({ image, state: image.state }))
  const failed = all.filter(({ state }) => state === 'failed').length
  const conflicts = all.filter(({ state }) => state === 'conflict').length
  const state = failed > 0 ? 'failed' : conflicts > 0 ? 'conflicts' : 'level'
  const lines = options.json ? json(options, told, state) : text(options, told)
  io.stdout.write(`${lines}\n`)
  return { level: LEVEL, failed: FAILED, conflicts: CONFLICTS }[state]
}

function json({ target, rule, dryRun }: ReportOptions, told: SyncTold, state: string): string {
  const { plan, outcomes, progress } = told
  const results = new Map(outcomes?.map((outcome) => [outcome.image, outcome]))
  return JSON.stringify(
    {
      target,
      direction: rule.direction,
      dryRun,
      state,
      totals: plan.totals,
      ...(progress && {
        moved: {
          sentBytes: progress.sentBytes,
          resentBytes: progress.resentBytes,
          mountedBytes: progress.mountedBytes,
        },
      }),
      images: plan.images
        .filter((image) => !UNCHANGED.has(results.get(image)?.state ?? image.state))
        .map((image) => imageJson(image, results.get(image))),
    },
    undefined,
    2,
  )
}

function imageJson(image: PlannedImage, outcome: ImageOutcome | undefined): object {
  const { repository, tag, state, from, to, moved, problem } = image
  const why = outcome?.problem ?? problem
  return {
    repository,
    tag,
    state,
    ...(outcome && { result: outcome.state }),
    ...(from && { from: from.digest }),
    ...(to && { to: to.digest }),
    ...(moved && { moved }),
    ...(why !== undefined && { problem: why }),
  }
}

const MARKS: Readonly<Record<string, string>> = {
  new: '+',
  changed: '~',
  conflict: '!',
  failed: '!',
  'only-there': '?',
}

function text({ dryRun }: ReportOptions, { plan, outcomes, progress }: SyncTold): string {
  const { totals } = plan
  const results = new Map(outcomes?.map((outcome) => [outcome.image, outcome]))
  const lines = plan.images.flatMap((image) => imageLine(image, results.get(image)))
  const counts = [
    `${totals.new} new`,
    `${totals.changed} changed`,
    `${totals.equal} equal`,
    ...(totals.conflicts > 0 ? [`${totals.conflicts} in conflict`] : []),
    ...(totals.onlyThere > 0 ? [`${totals.onlyThere} only there`] : []),
    ...(totals.deletes > 0 ? [`${totals.deletes} to delete`] : []),
  ]
  const failed = outcomes?.filter(({ state }) => state === 'failed').length ?? totals.failed
  if (failed > 0) counts.push(`${failed} failed`)
  lines.push(counts.join(', '))
  if (dryRun || !progress) {
    lines.push(
      `to send ${sizeText(totals.bytesToSend)}, there already ${sizeText(totals.bytesThere)}, to take over there ${sizeText(totals.bytesMountable)}`,
    )
  } else {
    lines.push(
      `sent ${sizeText(progress.sentBytes)}, taken over there ${sizeText(progress.mountedBytes)}`,
    )
  }
  return lines.join('\n')
}

function imageLine(image: PlannedImage, outcome: ImageOutcome | undefined): readonly string[] {
  const { repository, tag, state, problem, deletes, moved } = image
  const result = outcome?.state ?? state
  if (result === 'equal') return []
  const why = outcome?.problem ?? problem
  const name = `${repository}:${tag}`
  if (result === 'failed') return [`! ${name} failed: ${why ?? 'no reason is known'}`]
  if (result === 'conflict') return [`! ${name} ${why ?? CONFLICT_WORDS[moved ?? 'unknown']}`]
  if (deletes) return [`- ${name}${result === 'deleted' ? ' deleted' : ' would be deleted'}`]
  if (state === 'equal') return [`~ ${name} (what refers to it)`]
  return [`${MARKS[state] ?? ' '} ${name}${state === 'only-there' ? ' is only there' : ''}`]
}

const CONFLICT_WORDS = {
  there: 'was changed there',
  both: 'was changed on both sides',
  unknown: 'is another there, and the two were never level',
} as const
