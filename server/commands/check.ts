import { faultLine, type Fault } from '../collect/fault.ts'
import { byCommand, openCareEnd } from './care-end.ts'
import { showCare } from './care-progress.ts'
import { parseCommandLine, type Command, type CommandIo } from './command.ts'
import { END_OPTIONS, END_USAGE } from './end.ts'
import { configOf } from './gc.ts'
import { interruption } from './interruption.ts'

/** `berth check`: looks for what is broken in storage. */
export const check: Command = {
  name: 'check',
  summary: 'Look for images that are broken in storage.',
  usage: `Usage: berth check [options] [CONFIG.yml]

Looks through storage, and changes nothing: images whose layers are missing or of the wrong size, empty
manifests, links that lead nowhere, tags without an image. Says for each what to do.

Options:
  --digests         read every layer, and compare it with its digest; that takes its time
  --json            say it as JSON

${END_USAGE}
  -h, --help        show this text

Exit codes: 0 all is well, 1 something is wrong or it failed, 2 wrong usage or configuration.
`,
  run,
}

async function run(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: { ...END_OPTIONS, digests: { type: 'boolean' }, json: { type: 'boolean' } },
  })
  using interrupted = interruption()
  await using end = await openCareEnd(
    { ...values, config: configOf(values.config, positionals) },
    io,
  )
  const faults: Fault[] = []
  const progress = showCare(io, 'checking')
  const { signal } = interrupted
  const onFault = (fault: Fault): void => {
    progress.end()
    if (values.json) faults.push(fault)
    else io.stdout.write(`${faultLine(fault)}\n`)
  }
  const digests = values.digests ?? false
  const options = { by: byCommand(), digests, signal, onFault, onProgress: progress.show }
  const checked = await end.care.check(options).finally(progress.end)
  if (values.json) io.stdout.write(`${JSON.stringify({ ...checked, list: faults })}\n`)
  else {
    const { repositories, manifests, tags, blobs } = checked
    const looked = `${repositories} repositories, ${tags} tags, ${manifests} manifests, ${blobs} blobs`
    const verdict = checked.faults === 0 ? 'nothing is wrong' : `${checked.faults} faults`
    io.stdout.write(`${verdict}: ${looked}\n`)
  }
  return checked.faults === 0 ? 0 : 1
}
