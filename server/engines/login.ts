import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withoutSecrets } from '../config/redact.ts'
import { ControlError } from '../control/control-error.ts'
import { dockerFolder } from './docker-contexts.ts'
import { findProgram } from './find-program.ts'
import type { FoundEngine } from './find-engines.ts'
import { runProgram } from './program.ts'
import type { Surroundings } from './surroundings.ts'

/** Whether the registry takes this login. @throws ControlError INVALID_INPUT, for a person, when not */
export type CheckLogin = (user: string, password: string) => Promise<void>

export interface EngineLogin {
  readonly host: string
  readonly user: string
  readonly password: string
}

/** Whether the client of the engine has a login for the registry; which one is not looked at. */
export async function isLoggedIn(
  engine: FoundEngine,
  host: string,
  around: Surroundings,
): Promise<boolean> {
  const files = await Promise.all(
    loginFiles(engine, around).map((file) => readFile(file, 'utf8').catch(() => '{}')),
  )
  return files.some((text) => {
    try {
      const { auths, credHelpers } = JSON.parse(text) as Record<string, object | undefined>
      return Object.hasOwn(auths ?? {}, host) || Object.hasOwn(credHelpers ?? {}, host)
    } catch {
      return false
    }
  })
}

function loginFiles({ family }: FoundEngine, around: Surroundings): readonly string[] {
  const docker = join(dockerFolder(around), 'config.json')
  if (family !== 'podman') return [docker]
  const { env, home } = around
  const own = env['REGISTRY_AUTH_FILE']
  if (own) return [own]
  const runtime = env['XDG_RUNTIME_DIR'] ?? `/run/user/${process.getuid?.() ?? 0}`
  return [
    join(runtime, 'containers/auth.json'),
    '/run/containers/0/auth.json',
    join(home, '.config/containers/auth.json'),
    docker,
  ]
}

const PROGRAMS = { docker: 'docker', podman: 'podman', containerd: 'nerdctl' } as const

/**
 * Has the engine's own client log in, so that the login lies where the client keeps it. The password goes
 * through its standard input.
 *
 * @throws ControlError UNAVAILABLE, for a person
 */
export async function logIn(
  engine: FoundEngine,
  { host, user, password }: EngineLogin,
  around: Surroundings,
  signal: AbortSignal,
): Promise<void> {
  const name = PROGRAMS[engine.family]
  const program = engine.command ?? (await findProgram(name, around))
  if (program === undefined) {
    const what = `Berth did not find the program ${name}: run “${name} login ${host}” where you use it`
    throw new ControlError('UNAVAILABLE', what)
  }
  const plain = name === 'podman' && isLocal(host) ? ['--tls-verify=false'] : []
  const args = ['login', '--username', user, '--password-stdin', ...plain, host]
  const env = engine.endpoint.includes('://')
    ? { ...around.env, DOCKER_HOST: engine.endpoint }
    : around.env
  const { code, stdout, stderr } = await runProgram(program, args, { env, signal, input: password })
  if (code === 0) return
  const why = withoutSecrets((stderr || stdout).trim().replaceAll(password, '…')).slice(-300)
  throw new ControlError('UNAVAILABLE', `${name} did not log in: ${why}`)
}

const isLocal = (host: string): boolean => /^(?:localhost|127\.|\[::1\])/.test(host)
