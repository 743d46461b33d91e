import type { Collected, CollectedImage } from '../collect/collected.ts'
import { faultLine } from '../collect/fault.ts'
import { parseDuration } from '../config/duration.ts'
import { byCommand, openCareEnd } from './care-end.ts'
import { showCare } from './care-progress.ts'
import { parseCommandLine, UsageError, type Command, type CommandIo } from './command.ts'
import { END_OPTIONS, END_USAGE } from './end.ts'
import { interruption } from './interruption.ts'
import { sizeText } from './progress.ts'

/** `berth gc`: gives back the space of what nothing needs. */
export const gc: Command = {
  name: 'gc',
  summary: 'Free the space of what no image needs any more.',
  usage: `Usage: berth gc [options] [CONFIG.yml]

Frees the space of layers, configs and manifests that no image needs any more. Others may push and pull
meanwhile: whatever was pushed, pulled or asked for within the last hour stays
(storage.maintenance.gc.grace). Says first, for each image, what goes, then what was really freed.

Options:
  -d, --dry-run            only say what would go
  -m, --delete-untagged    delete images too that have no tag, but for the platforms of a tagged image
                           and for what is attached to one, such as its signatures
  --grace DURATION         of a folder that nobody serves: leave alone what was used within that time
  -q, --quiet              no list of images
  --json                   say it as JSON

${END_USAGE}
  -h, --help               show this text

Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.
`,
  run,
}

async function run(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: {
      ...END_OPTIONS,
      'dry-run': { type: 'boolean', short: 'd' },
      'delete-untagged': { type: 'boolean', short: 'm' },
      grace: { type: 'string' },
      quiet: { type: 'boolean', short: 'q' },
      json: { type: 'boolean' },
    },
  })
  const dryRun = values['dry-run'] ?? false
  const untagged = values['delete-untagged'] ?? false
  const grace = values.grace === undefined ? undefined : graceOf(values.grace)
  using interrupted = interruption()
  await using end = await openCareEnd(
    { ...values, config: configOf(values.config, positionals) },
    io,
    { grace, deletes: untagged && !dryRun },
  )
  const progress = showCare(io, dryRun ? 'looking' : 'freeing space')
  const done = await end.care
    .collect({
      by: byCommand(),
      dryRun,
      untagged,
      signal: interrupted.signal,
      onProgress: progress.show,
    })
    .finally(progress.end)
  if (values.json) io.stdout.write(`${JSON.stringify(done)}\n`)
  else io.stdout.write(report(done, dryRun, values.quiet ?? false))
  return 0
}

function graceOf(text: string): number {
  const grace = parseDuration(text)
  if (grace === undefined) throw new UsageError(`--grace ${text} is no duration such as 30m or 0s`)
  return grace
}

/** As Distribution takes it, and as Berth's other commands do. */
export function configOf(
  named: string | undefined,
  [file, ...rest]: readonly string[],
): string | undefined {
  if (rest.length > 0) throw new UsageError('there is one CONFIG.yml at most')
  if (file !== undefined && named !== undefined) throw new UsageError('name CONFIG.yml once')
  return file ?? named
}

function report(done: Collected, dryRun: boolean, quiet: boolean): string {
  const { removed, kept, waiting, faults, faultCount } = done
  const lines = quiet ? [] : done.images.map((image) => imageLine(image, dryRun))
  lines.push(...faults.map((fault) => `fault: ${faultLine(fault)}`))
  if (faultCount > 0) lines.push(`${counted(faultCount, 'fault')} found: berth check says more`)
  const verb = dryRun ? 'would be freed' : 'freed'
  const what = [
    ...(removed.manifests > 0 ? [counted(removed.manifests, 'untagged image')] : []),
    counted(removed.blobs, 'blob'),
  ].join(' and ')
  lines.push(`${sizeText(removed.bytes)} ${verb}: ${what}; ${sizeText(kept.bytes)} in use`)
  if (waiting.bytes > 0) lines.push(`${sizeText(waiting.bytes)} are too new to be freed`)
  return `${lines.join('\n')}\n`
}

function imageLine({ repository, digest, bytes, blobs }: CollectedImage, dryRun: boolean): string {
  const name = repository ? `${repository}${digest ? `@${digest}` : ''}` : 'no repository'
  return `${dryRun ? 'would free' : 'freed'} ${sizeText(bytes)} in ${counted(blobs, 'blob')} of ${name}`
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
