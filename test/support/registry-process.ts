import { CLI } from './cli.ts'
import type { ChildProcess } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { announced } from './announcement.ts'
import { isRunning, kill, spawnTethered, stop } from './child.ts'
import { temporaryFolder } from './folder.ts'
import { startOnPort } from './port.ts'
import { registryConfig } from './registry-config.ts'
import type { RegistrySettings, StoragePlace } from './registry-config.ts'
import { ownHome } from './own-home.ts'

/** The registries that a test can start; both read the same configuration and the same folder. */
export type Program = 'berth' | 'docker-registry'

/** What to start, and how. */
export interface LaunchSettings extends RegistrySettings {
  readonly program: Program
  /** Without it a free port is taken. */
  readonly port?: number
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** What to start, how, and on which images. */
export type RegistryOptions = LaunchSettings & StoragePlace

/** A registry in a process of its own. Disposing of it kills it. */
export interface RunningRegistry extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, or `https://…` with TLS; no trailing slash, no prefix. */
  readonly url: string
  /** `127.0.0.1:PORT`, as an image name begins. */
  readonly host: string
  readonly port: number
  readonly pid: number
  /** Ends it with SIGTERM. Throws when it does not end. */
  readonly stop: () => Promise<void>
  /** Ends it with SIGKILL. */
  readonly kill: () => Promise<void>
  /** Everything it has written to standard output and standard error so far. */
  readonly output: () => string
}

/** A registry that comes up and may not answer yet. Disposing of it kills it. */
export interface StartingRegistry extends AsyncDisposable {
  readonly child: ChildProcess
}

/** How both programs say that another one has their port. */
export const PORT_TAKEN = /address already in use|port \d+ .*is taken/

/**
 * Starts a registry and waits until it says that it listens.
 *
 * @throws Error with its output when it ends first, or says nothing for 30 s.
 */
export async function startRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  return startOnPort(options.port, PORT_TAKEN, async (port) => {
    await using cleanUp = new AsyncDisposableStack()
    const { child } = cleanUp.use(await launchRegistry(options, port))
    const output = await announced(child, 'the registry', listeningOn(port))
    return running(child, port, options, output, cleanUp.move())
  })
}

/** Starts a registry on this port and does not wait for it, for a test that meets it half awake. */
export async function launchRegistry(
  options: RegistryOptions,
  port: number,
): Promise<StartingRegistry> {
  await using cleanUp = new AsyncDisposableStack()
  const home = cleanUp.use(await temporaryFolder('config'))
  const config = join(home.path, 'config.yml')
  if (options.folder !== undefined) await mkdir(options.folder, { recursive: true })
  await writeFile(config, stringify(registryConfig({ ...options, port })))
  const child = spawnProgram(options, config)
  cleanUp.defer(() => kill(child))
  const started = cleanUp.move()
  return { child, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

function spawnProgram({ program, env }: RegistryOptions, config: string): ChildProcess {
  const [command, args] =
    program === 'berth'
      ? [process.execPath, [CLI, 'serve', config]]
      : ['docker-registry', ['serve', config]]
  return spawnTethered(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A home that a test names is all its own.
    env: { ...process.env, ...(env?.['HOME'] === undefined && ownHome()), ...env },
  })
}

/** The line with which both programs say that their port is open. */
function listeningOn(port: number): RegExp {
  return new RegExp(`listening on .*:${port}\\b`)
}

function running(
  child: ChildProcess,
  port: number,
  { tls }: RegistryOptions,
  output: () => string,
  cleanUp: AsyncDisposableStack,
): RunningRegistry {
  const host = `127.0.0.1:${port}`
  const { pid } = child
  if (pid === undefined || !isRunning(child)) throw new Error(`the registry ended:\n${output()}`)
  const endWith = async (end: () => Promise<void>) => {
    await end().finally(() => cleanUp.disposeAsync())
  }
  return {
    url: `${tls ? 'https' : 'http'}://${host}`,
    host,
    port,
    pid,
    output,
    stop: () => endWith(() => stop(child)),
    kill: () => endWith(() => kill(child)),
    [Symbol.asyncDispose]: () => cleanUp.disposeAsync(),
  }
}
