import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { dockerContexts, readTls, type DockerContext } from './docker-contexts.ts'
import type { ApiAddress } from './engine-http.ts'
import { findProgram } from './find-program.ts'
import type { Surroundings } from './surroundings.ts'

/** An engine that may be there: how it is spoken to, not yet whether it answers. */
export interface FoundEngine {
  /** The same from one search to the next. */
  readonly id: string
  readonly family: 'docker' | 'podman' | 'containerd'
  /** For a person. */
  readonly name: string
  readonly endpoint: string
  /** Absent: it is spoken to by its command. */
  readonly api?: ApiAddress
  /** The file of its program. */
  readonly command?: string
}

/** Looks where engines are wont to be; asks none of them anything. The first is the one that `docker` uses. */
export async function findEngines(around: Surroundings): Promise<readonly FoundEngine[]> {
  const [docker, podman, containerd] = await Promise.all([
    findDocker(around),
    findPodman(around),
    findContainerd(around),
  ])
  return await withoutTwins([...docker, ...podman, ...containerd])
}

async function findDocker(around: Surroundings): Promise<readonly FoundEngine[]> {
  const { env } = around
  const named: DockerContext[] = []
  const host = env['DOCKER_HOST']
  if (host) named.push({ name: 'DOCKER_HOST', host, ...(await hostTls(env)) })
  named.push(...(await dockerContexts(around)))
  const usual = await existing(dockerSockets(around))
  const hasNone = usual.length === 0 && named.length === 0
  const sockets =
    hasNone && (await findProgram('docker', around)) ? dockerSockets(around).slice(0, 1) : usual
  const found = [...named.map(dockerAt), ...sockets.map((path) => socketEngine('docker', path))]
  return found.filter((engine) => engine !== undefined)
}

async function hostTls(env: NodeJS.ProcessEnv): Promise<Pick<DockerContext, 'tls'>> {
  const folder = env['DOCKER_CERT_PATH']
  if (!env['DOCKER_TLS_VERIFY'] || !folder) return {}
  const tls = await readTls(folder, false)
  return tls ? { tls } : {}
}

/** Undefined for an engine behind ssh: that is another machine. */
function dockerAt({ name, host, tls }: DockerContext): FoundEngine | undefined {
  const label = name === 'DOCKER_HOST' ? 'Docker (DOCKER_HOST)' : `Docker (${name})`
  const path = /^(?:unix|npipe):\/\/(.+)$/.exec(host)?.[1]
  if (path) return { ...socketEngine('docker', path), name: label }
  const url = URL.parse(host)
  if (url?.protocol !== 'tcp:') return undefined
  const port = Number(url.port || (tls ? 2376 : 2375))
  const api = { kind: 'tcp', host: url.hostname, port, ...(tls && { tls }) } as const
  return { id: idOf(host), family: 'docker', name: label, endpoint: host, api }
}

async function findPodman(around: Surroundings): Promise<readonly FoundEngine[]> {
  const sockets = await existing(podmanSockets(around))
  const found = sockets.map((path) => socketEngine('podman', path))
  const command = await findProgram('podman', around)
  if (command === undefined) return found
  const typed = {
    id: idOf('podman'),
    family: 'podman',
    name: 'Podman',
    endpoint: 'podman',
  } as const
  // What a person types counts, and on Linux its images need no service.
  return [{ ...typed, command }, ...found]
}

async function findContainerd(around: Surroundings): Promise<readonly FoundEngine[]> {
  const command = await findProgram('nerdctl', around)
  if (command === undefined) return []
  const name = 'containerd (nerdctl)'
  return [{ id: idOf('nerdctl'), family: 'containerd', name, endpoint: 'nerdctl', command }]
}

function dockerSockets({ env, platform, home }: Surroundings): readonly string[] {
  if (platform === 'win32') {
    return ['docker_engine', 'dockerDesktopLinuxEngine'].map((name) => `//./pipe/${name}`)
  }
  const runtime = env['XDG_RUNTIME_DIR']
  return [
    '/var/run/docker.sock',
    ...(runtime ? [join(runtime, 'docker.sock')] : []),
    ...['.docker/run', '.docker/desktop', '.colima/default', '.rd', '.orbstack/run'].map((folder) =>
      join(home, folder, 'docker.sock'),
    ),
  ]
}

function podmanSockets({ env, platform, home }: Surroundings): readonly string[] {
  if (platform === 'win32') return ['//./pipe/podman-machine-default']
  const runtime = env['XDG_RUNTIME_DIR']
  return [
    ...(runtime ? [join(runtime, 'podman/podman.sock')] : []),
    '/run/podman/podman.sock',
    join(home, '.local/share/containers/podman/machine/podman.sock'),
  ]
}

function socketEngine(family: 'docker' | 'podman', path: string): FoundEngine {
  const scheme = path.startsWith('//./pipe/') ? 'npipe' : 'unix'
  const endpoint = `${scheme}://${path}`
  const name = family === 'docker' ? 'Docker' : 'Podman (its service)'
  return { id: idOf(endpoint), family, name, endpoint, api: { kind: 'socket', path } }
}

async function existing(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map(async (path) => ((await stat(path).catch(() => undefined)) ? path : undefined)),
  )
  return found.filter((path) => path !== undefined)
}

/** One socket has many names: a link in /var/run, a context of its own. */
async function withoutTwins(found: readonly FoundEngine[]): Promise<readonly FoundEngine[]> {
  const kept = new Map<string, FoundEngine>()
  for (const engine of found) {
    const { api, endpoint } = engine
    const place = api?.kind === 'socket' ? await realpath(api.path).catch(() => api.path) : endpoint
    if (!kept.has(place)) kept.set(place, engine)
  }
  return [...kept.values()]
}

function idOf(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('hex').slice(0, 16)
}
