import { ownConfigFolder } from '../config/data-folder.ts'
import { loadConfig, type Origin } from '../config/load.ts'
import { AddressTaken } from '../http/listen.ts'
import { createLogRing } from '../log-ring.ts'
import { createLog, type Log, type ServerLog } from '../log.ts'
import { keepSecrets } from '../secrets/secrets-keeper.ts'
import { parseCommandLine, UsageError, type Command, type CommandIo } from './command.ts'
import { originOf } from './origin.ts'
import { beginServing, explainStart, type Serving, type ServingParts } from './serving.ts'

/** `berth serve`: the registry itself, until a signal ends it. */
export const serve: Command = {
  name: 'serve',
  summary: 'Run the registry.',
  usage: `Usage: berth serve [options] [CONFIG.yml]

Serves images until it is stopped with Ctrl+C or SIGTERM. Without a configuration it listens on port
5000 of this machine alone, keeps images in your data folder, allows deleting, and asks for no login;
what was set in its console, in your configuration folder's berth/config.yml, counts then.

CONFIG.yml is written in the language of CNCF Distribution ("registry:2"); REGISTRY_* variables take
precedence over it, options over both.

Options:
  --port PORT       listen on another port
  --addr ADDRESS    listen elsewhere: HOST:PORT, or :PORT for every interface
  --data FOLDER     keep images in this folder
  -h, --help        show this text

Exit codes: 0 stopped, 1 failed, 2 wrong usage or configuration.
`,
  run,
}

async function run(args: string[], io: CommandIo): Promise<number> {
  const origin = originFrom(args, io)
  const loaded = loadConfig(origin)
  const recent = createLogRing()
  const log = createLog(loaded.config.log, io.stdout, recent)
  let serving: Serving | undefined
  const current = (): ServerLog => serving?.log ?? log
  reportFaults(current)
  for (const warning of loaded.warnings) log.warn(warning)
  const secrets = keepSecrets({ folder: ownConfigFolder(process.platform, io.env), env: io.env })
  try {
    serving = await begin({ origin, loaded, log, recent, secrets, io })
    const signal = await Promise.race([stopSignal(), serving.lost])
    current().info(`${signal} received: stopping`)
    await serving.stop()
  } finally {
    secrets.close()
    await current().flush()
  }
  return 0
}

async function begin(parts: ServingParts): Promise<Serving> {
  try {
    return await beginServing(parts)
  } catch (error) {
    if (!(error instanceof AddressTaken)) throw error
    throw new Error(await explainStart(error), { cause: error })
  }
}

/** A fault of ours ends the process; whoever runs it reads what happened in the log, not a stack. */
function reportFaults(log: () => Log): void {
  const end = async (error: unknown): Promise<void> => {
    const cause = error instanceof Error ? error.message : String(error)
    log().error('the registry failed and has to end', { cause })
    await log().flush()
    process.exit(1)
  }
  process.on('uncaughtException', (error) => void end(error))
  process.on('unhandledRejection', (error) => void end(error))
}

function originFrom(args: string[], io: CommandIo): Origin & { readonly file: string } {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: { port: { type: 'string' }, addr: { type: 'string' }, data: { type: 'string' } },
  })
  if (positionals.length > 1) throw new UsageError('berth serve takes one configuration file')
  const { port, addr, data } = values
  const overrides = {
    ...(port === undefined ? {} : { port }),
    ...(addr === undefined ? {} : { addr }),
    ...(data === undefined ? {} : { dataFolder: data }),
  }
  return originOf(positionals[0], overrides, io)
}

/** A second signal means it: then the system's own default ends the process. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve('SIGINT'))
    process.once('SIGTERM', () => resolve('SIGTERM'))
  })
}
