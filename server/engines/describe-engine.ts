import type { Engine } from '../control/engines-contract.ts'
import { askApi, type ApiAddress } from './engine-http.ts'
import type { FoundEngine } from './find-engines.ts'
import { runProgram } from './program.ts'
import type { Surroundings } from './surroundings.ts'

/** What an engine tells of itself, and whether it can be used. */
export type EngineFacts = Pick<
  Engine,
  'kind' | 'name' | 'state' | 'hint' | 'version' | 'system' | 'isRootless'
>

/** Milliseconds in which an engine that is there answers. */
const PATIENCE = 5_000

/** Asks an engine what it is. Never throws: that it does not answer is an answer. */
export async function describeEngine(
  engine: FoundEngine,
  around: Surroundings,
): Promise<EngineFacts> {
  const signal = AbortSignal.timeout(PATIENCE)
  const { family, name } = engine
  const kind = family
  try {
    return engine.api
      ? await askSocket(engine, engine.api, signal)
      : await askCommand(engine, around, signal)
  } catch (error) {
    return { kind, name, ...whyNot(error, engine, around) }
  }
}

interface DockerInfo {
  readonly OperatingSystem?: string
  readonly ServerVersion?: string
  readonly SecurityOptions?: readonly string[] | null
}

interface DockerVersion {
  readonly Components?: readonly { readonly Name?: string; readonly Version?: string }[]
}

async function askSocket(
  { family, name }: FoundEngine,
  api: ApiAddress,
  signal: AbortSignal,
): Promise<EngineFacts> {
  const [info, version] = await Promise.all([
    askApi<DockerInfo>(api, { path: '/info', signal }),
    askApi<DockerVersion>(api, { path: '/version', signal }),
  ])
  const isPodman = version.Components?.some((part) => part.Name === 'Podman Engine') ?? false
  const isDesktop = info.OperatingSystem === 'Docker Desktop'
  const isRootless = info.SecurityOptions?.some((option) => option.startsWith('name=rootless'))
  return {
    kind: isPodman ? 'podman' : isDesktop ? 'docker-desktop' : family,
    name: isDesktop ? 'Docker Desktop' : name,
    state: 'available',
    ...(info.ServerVersion && { version: info.ServerVersion }),
    ...(info.OperatingSystem && { system: info.OperatingSystem }),
    ...(isRootless && { isRootless }),
  }
}

async function askCommand(
  { endpoint, command = endpoint, family, name }: FoundEngine,
  { env }: Surroundings,
  signal: AbortSignal,
): Promise<EngineFacts> {
  const { code, stdout, stderr } = await runProgram(command, ['info', '--format', '{{json .}}'], {
    env,
    signal,
  })
  if (code !== 0) throw new Error(stderr.trim())
  const info = JSON.parse(stdout) as {
    readonly ServerVersion?: string
    readonly OperatingSystem?: string
    readonly version?: { readonly Version?: string }
    readonly host?: {
      readonly distribution?: { readonly distribution?: string; readonly version?: string }
      readonly security?: { readonly rootless?: boolean }
    }
  }
  const version = info.version?.Version ?? info.ServerVersion
  const { distribution } = info.host ?? {}
  const system =
    info.OperatingSystem ??
    [distribution?.distribution, distribution?.version].filter(Boolean).join(' ')
  return {
    kind: family,
    name,
    state: 'available',
    ...(version && { version }),
    ...(system && { system }),
    ...(info.host?.security?.rootless && { isRootless: true }),
  }
}

function whyNot(
  error: unknown,
  engine: FoundEngine,
  around: Surroundings,
): Pick<EngineFacts, 'state' | 'hint'> {
  const { code, message = '' } = error as NodeJS.ErrnoException
  const denied = code === 'EACCES' || code === 'EPERM' || /permission denied/i.test(message)
  if (denied) return { state: 'not-allowed', hint: allowHint(engine, around) }
  return { state: 'not-running', hint: startHint(engine, around) }
}

function allowHint({ family, endpoint }: FoundEngine, { platform }: Surroundings): string {
  if (family !== 'docker' || platform !== 'linux') {
    return `Berth may not use ${endpoint}. Run Berth as the user who uses the engine.`
  }
  return `Berth may not use ${endpoint}. Add yourself to the group docker with “sudo usermod -aG docker $USER”, and log in to your desktop anew.`
}

function startHint({ family }: FoundEngine, { platform }: Surroundings): string {
  if (family === 'podman' && platform !== 'linux') return 'Start it with “podman machine start”.'
  if (family === 'podman') return 'Start it with “systemctl --user start podman.socket”.'
  if (family === 'containerd') return 'Start it with “sudo systemctl start containerd”.'
  if (platform !== 'linux') return 'Start Docker Desktop, or whatever runs your containers.'
  return 'Start it with “sudo systemctl start docker”, or start Docker Desktop.'
}
