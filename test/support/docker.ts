import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isRunning, spawnTethered, stop } from './child.ts'
import { attempt, run } from './command.ts'
import type { CommandOptions, Outcome } from './command.ts'
import { temporaryFolder } from './folder.ts'

/** A Docker daemon of our own, apart from one that the machine may have. */
export interface DockerDaemon extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string
  /** Runs a program in its network. */
  readonly inside: (command: string, args: readonly string[]) => [string, readonly string[]]
}

export interface DaemonOptions {
  /** Its localhost is its own, as in a virtual machine. */
  readonly ownNetwork?: boolean
}

const PATIENCE = 30_000
const POLL_INTERVAL = 100

/**
 * Starts a Docker daemon that touches neither the machine's network nor its images.
 *
 * @throws Error with the end of its log when it does not answer within 30 s.
 */
export async function startDockerDaemon({
  ownNetwork = false,
}: DaemonOptions = {}): Promise<DockerDaemon> {
  await using cleanUp = new AsyncDisposableStack()
  const folder = cleanUp.use(await temporaryFolder('docker')).path
  const host = `unix://${join(folder, 'docker.sock')}`
  const network = ['--iptables=false', '--ip6tables=false', '--bridge=none']
  const data = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')]
  const args = [...network, ...data, '--pidfile', join(folder, 'pid'), '--host', host]
  const [command, first] = ownNetwork ? OWN_NETWORK : (['dockerd', []] as const)
  const child = spawnTethered(command, [...first, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  cleanUp.defer(() => stop(child))
  let log = ''
  child.stderr?.on('data', (chunk: Buffer) => (log = `${log}${chunk}`.slice(-2000)))
  const deadline = Date.now() + PATIENCE
  while (!(await answers(host))) {
    const over = !isRunning(child) || Date.now() > deadline
    if (over) throw new Error(`dockerd did not start: ${log.trim().split('\n').at(-1)}`)
    await delay(POLL_INTERVAL)
  }
  const started = cleanUp.move()
  const pid = (await readFile(join(folder, 'pid'), 'utf8')).trim()
  return {
    host,
    inside: (command, more) => ['nsenter', ['--target', pid, '--net', command, ...more]],
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}

/** The loopback interface of a new network is down; what is mounted goes with the last of its processes. */
const OWN_NETWORK = [
  'unshare',
  ['--net', '--mount', 'sh', '-c', 'ip link set lo up && exec dockerd "$@"', 'dockerd'],
] as const

async function answers(host: string): Promise<boolean> {
  return (await attempt('docker', ['info'], { env: { DOCKER_HOST: host } })).code === 0
}

/** The `docker` command with a configuration (so, logins) of its own. */
export interface DockerClient {
  readonly run: (args: readonly string[], options?: CommandOptions) => Promise<string>
  readonly attempt: (args: readonly string[], options?: CommandOptions) => Promise<Outcome>
}

/** A client of the daemon at `host` that keeps its logins in `configFolder`. */
export function dockerClient(host: string, configFolder: string): DockerClient {
  // BuildKit would need buildx, which not every distribution packages.
  const env = { DOCKER_HOST: host, DOCKER_CONFIG: configFolder, DOCKER_BUILDKIT: '0' }
  return {
    run: (args, options) => run('docker', args, { ...options, env }),
    attempt: (args, options) => attempt('docker', args, { ...options, env }),
  }
}
