import { join } from 'node:path'
import pkg from '../../package.json' with { type: 'json' }
import type { Config } from '../config/config.ts'
import { ownConfigFolder } from '../config/data-folder.ts'
import { loadConfig, type Origin } from '../config/load.ts'
import { AddressTaken } from '../http/listen.ts'
import {
  startServer,
  type RunningConsole,
  type RunningServer,
  type ServerWishes,
} from '../index.ts'
import { createLog, type Log, type ServerLog } from '../log.ts'
import { keepSecrets } from '../secrets/secrets-keeper.ts'
import { openSettings } from '../settings/settings.ts'
import { openSetup } from '../setup/setup.ts'
import { isUntouched } from '../setup/untouched.ts'
import { describePortHolder } from '../port-holder.ts'
import { pushHost, storagePlace } from '../whereabouts.ts'
import { parseCommandLine, UsageError, type Command, type CommandIo } from './command.ts'
import { originOf } from './origin.ts'

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
  const { config, warnings } = loaded
  const log = createLog(config.log, io.stdout)
  reportFaults(log)
  for (const warning of warnings) log.warn(warning)
  const folder = ownConfigFolder(process.platform, io.env)
  const secrets = keepSecrets({ folder, env: io.env })
  const setup = openSetup({
    file: join(folder, 'setup.json'),
    isUntouched: isUntouched(origin, loaded),
    onTrouble: log.warn,
  })
  const settings = openSettings(origin, loaded)
  const server = await start(config, log, { settings, secrets, abilities: { setup } }, io)
  io.stdout.write(banner(config, server))
  try {
    const signal = await stopSignal()
    log.info(`${signal} received: stopping`)
    await server.stop()
  } finally {
    secrets.close()
    await log.flush()
  }
  return 0
}

/** A fault of ours ends the process; whoever runs it reads what happened in the log, not a stack. */
function reportFaults(log: Log): void {
  const end = async (error: unknown): Promise<void> => {
    const cause = error instanceof Error ? error.message : String(error)
    log.error('the registry failed and has to end', { cause })
    await log.flush()
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

async function start(
  config: Config,
  log: ServerLog,
  wishes: Pick<ServerWishes, 'settings' | 'secrets' | 'abilities'>,
  { stdout }: CommandIo,
): Promise<RunningServer> {
  try {
    return await startServer(config, log, {
      ...wishes,
      onConsoleLink: (link) => void stdout.write(nextLink(link)),
    })
  } catch (error) {
    if (!(error instanceof AddressTaken)) throw error
    throw new Error(await explainTaken(error), { cause: error })
  }
}

async function explainTaken({ message, port }: AddressTaken): Promise<string> {
  if (port === undefined) return `${message}: choose another with http.addr`
  const holder = await describePortHolder(port)
  return `${message}${holder ? ` by ${holder}` : ''}: stop it, or choose another port with --port ${port + 1}`
}

/** A second signal means it: then the system's own default ends the process. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve('SIGINT'))
    process.once('SIGTERM', () => resolve('SIGTERM'))
  })
}

function banner(config: Config, { urls, console }: RunningServer): string {
  const image = `${pushHost(config, urls)}/hello`
  return `Berth ${pkg.version} is running.

  listening on ${urls.join(' and ')}
  console      ${showConsole(console)}
  images in    ${storagePlace(config.storage.driver)}
  login        ${config.auth.htpasswd ? `users in ${config.auth.htpasswd.path}` : 'none needed'}

Push your first image:

  docker tag busybox ${image}
  docker push ${image}

Stop with Ctrl+C.

`
}

function showConsole(console: RunningConsole | undefined): string {
  if (!console) return 'switched off by console.enabled'
  if (!console.isClosed) return console.link
  return 'closed: the network reaches it and there is no login; see auth.htpasswd'
}

/** A link opens the console once; whoever used it, or lost it, finds the next one here. */
function nextLink(link: string): string {
  return `The console was opened. Its next link:\n\n  console      ${link}\n\n`
}
