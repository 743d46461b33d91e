import type { ChildProcess } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { AzureContainer } from '../support/azure-container.ts'
import { isRunning, spawnTethered } from '../support/child.ts'
import { freePort } from '../support/port.ts'
import { registryConfig } from '../support/registry-config.ts'

/** Which registry to start, and on which folder. */
export interface LaunchOptions {
  /** Program and arguments in front of the config file, such as `['docker-registry', 'serve']`. */
  readonly command: readonly string[]
  /** An existing folder; the config goes to `config.yml` in it, images to `root/` below. */
  readonly folder: string
  /** A container for the images, instead of `root/`. */
  readonly azure?: AzureContainer
  /** An htpasswd file; without it the registry is open. */
  readonly htpasswd?: string
  /** False switches Berth's console off. */
  readonly console?: boolean
}

/** A registry that was started and may not answer yet. */
export interface Launched {
  readonly child: ChildProcess
  readonly pid: number
  readonly port: number
  /** What it wrote to both outputs so far. */
  readonly output: () => string
}

const patience = 15_000
const quiet = {
  log: { level: 'error' },
  storage: { cache: { blobdescriptor: 'inmemory' } },
}

/** Starts a registry that logs errors only, and does not wait until it answers. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const port = await freePort()
  const file = join(options.folder, 'config.yml')
  const { htpasswd } = options
  const login = htpasswd === undefined ? {} : { htpasswd }
  const { azure, console = true } = options
  const place = azure ? { azure } : { folder: join(options.folder, 'root') }
  const config = registryConfig({
    ...place,
    port,
    ...login,
    extraConfig: console ? quiet : { ...quiet, console: { enabled: false } },
  })
  await writeFile(file, JSON.stringify(config))
  const [program = '', ...args] = options.command
  const child = spawnTethered(program, [...args, file], { stdio: ['ignore', 'pipe', 'pipe'] })
  return { child, pid: child.pid ?? 0, port, output: collected(child) }
}

/**
 * Waits until `/v2/` answers 200 or 401.
 *
 * @throws Error with the output when the registry ends first or stays silent for 15 s.
 */
export async function answering({ child, port, output }: Launched): Promise<void> {
  const deadline = performance.now() + patience
  while (!(await answers(port))) {
    if (!isRunning(child)) throw new Error(`the registry ended early:\n${output()}`)
    if (performance.now() > deadline) throw new Error(`no answer in ${patience} ms:\n${output()}`)
    await delay(2)
  }
}

function collected(child: ChildProcess): () => string {
  let output = ''
  const hear = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  return () => output
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ port, host: '127.0.0.1', path: '/v2/', agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200 || answer.statusCode === 401)
    })
    request.on('error', () => resolve(false))
  })
}
