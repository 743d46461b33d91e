import type { ChildProcess } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { isRunning, kill, spawnTethered, stop } from './child.ts'
import { temporaryFolder } from './folder.ts'
import { freePort } from './port.ts'
import { registryConfig } from './registry-config.ts'
import type { RegistryConfigOptions } from './registry-config.ts'

/** The registries that a test can start; both read the same configuration and the same folder. */
export type Program = 'berth' | 'docker-registry'

/** What to start, and how. */
export interface RegistryOptions extends Omit<RegistryConfigOptions, 'port'> {
  readonly program: Program
  /** Without it a free port is taken. */
  readonly port?: number
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** A registry in a process of its own. Disposing of it kills it. */
export interface RunningRegistry extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, or `https://…` with TLS; no trailing slash, no prefix. */
  readonly url: string
  /** `127.0.0.1:PORT`, as an image name begins. */
  readonly host: string
  readonly port: number
  /** The storage folder. */
  readonly folder: string
  readonly pid: number
  /** Ends it with SIGTERM. Throws when it does not end. */
  readonly stop: () => Promise<void>
  /** Ends it with SIGKILL. */
  readonly kill: () => Promise<void>
  /** Everything it has written to standard output and standard error so far. */
  readonly output: () => string
}

/** How both programs say that another one has their port. */
export const PORT_TAKEN = /address already in use|port \d+ .*is taken/

const PROJECT = join(import.meta.dirname, '../..')
const PATIENCE = 30_000
const ATTEMPTS = 5

/**
 * Starts a registry and waits until it says that it listens.
 *
 * @throws Error with its output when it ends first, or says nothing for 30 s.
 */
export async function startRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    try {
      return await startOn(port, options)
    } catch (error) {
      const collided = error instanceof Error && PORT_TAKEN.test(error.message)
      if (!collided || options.port !== undefined || attempt === ATTEMPTS) throw error
    }
  }
}

async function startOn(port: number, options: RegistryOptions): Promise<RunningRegistry> {
  await using cleanUp = new AsyncDisposableStack()
  const home = cleanUp.use(await temporaryFolder('config'))
  const config = join(home.path, 'config.yml')
  await mkdir(options.folder, { recursive: true })
  await writeFile(config, stringify(registryConfig({ ...options, port })))
  const child = launch(options, config)
  cleanUp.defer(() => kill(child))
  const output = await listening(child, port)
  return running(child, port, options, output, cleanUp.move())
}

function launch({ program, env }: RegistryOptions, config: string): ChildProcess {
  const [command, args] =
    program === 'berth'
      ? [process.execPath, [join(PROJECT, 'server/cli.ts'), 'serve', config]]
      : ['docker-registry', ['serve', config]]
  return spawnTethered(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
}

/** Waits for the line with which both programs say that their port is open. */
async function listening(child: ChildProcess, port: number): Promise<() => string> {
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`the registry ${what}:\n${output}`))
    const timer = setTimeout(() => fail(`did not listen within ${PATIENCE} ms`), PATIENCE)
    const hear = (chunk: Buffer) => {
      output += chunk.toString()
      if (new RegExp(`listening on .*:${port}\\b`).test(output)) settle(resolve)
    }
    const settle = (act: () => void) => {
      clearTimeout(timer)
      act()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('error', (error) => settle(() => fail(`did not start (${error.message})`)))
    child.once('close', (code) => settle(() => fail(`ended with ${code}`)))
  })
  return () => output
}

function running(
  child: ChildProcess,
  port: number,
  { tls, folder }: RegistryOptions,
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
    folder,
    pid,
    output,
    stop: () => endWith(() => stop(child)),
    kill: () => endWith(() => kill(child)),
    [Symbol.asyncDispose]: () => cleanUp.disposeAsync(),
  }
}
