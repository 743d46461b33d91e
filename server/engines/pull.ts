import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callApi, type ApiAddress } from './engine-http.ts'
import type { FoundEngine } from './find-engines.ts'
import { runProgram } from './program.ts'
import type { Surroundings } from './surroundings.ts'

/** An image that an engine is to pull, with a login that is good for nothing else. */
export interface WantedImage {
  /** Such as `localhost:5000`. */
  readonly host: string
  readonly repository: string
  readonly tag: string
  readonly login: { readonly username: string; readonly password: string }
}

/**
 * Has the engine pull an image, and forget it again.
 *
 * @returns why it could not, in its own words; undefined when it could
 * @throws what the system says where the engine does not answer, AbortError when the signal came
 */
export async function pullOnce(
  engine: FoundEngine,
  image: WantedImage,
  around: Surroundings,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { api, endpoint, command = endpoint } = engine
  const why = api
    ? await pullByApi(api, image, signal)
    : await pullByCommand(command, image, around, signal)
  return why
}

/** Removes the image, if it is there; nobody is told when that fails. */
export async function forgetImage(
  { api, endpoint, command = endpoint }: FoundEngine,
  image: WantedImage,
  { env }: Surroundings,
): Promise<void> {
  const signal = AbortSignal.timeout(10_000)
  const work = api
    ? callApi(api, { method: 'DELETE', path: `/images/${nameOf(image)}?force=1`, signal })
    : runProgram(command, ['rmi', '--force', nameOf(image)], { env, signal })
  await work.catch(() => undefined)
}

const nameOf = ({ host, repository, tag }: WantedImage): string => `${host}/${repository}:${tag}`

async function pullByApi(
  api: ApiAddress,
  { host, repository, tag, login }: WantedImage,
  signal: AbortSignal,
): Promise<string | undefined> {
  const query = new URLSearchParams({ fromImage: `${host}/${repository}`, tag })
  const auth = JSON.stringify({ ...login, serveraddress: host })
  const { status, text } = await callApi(api, {
    method: 'POST',
    path: `/images/create?${query}`,
    headers: { 'X-Registry-Auth': padded(Buffer.from(auth).toString('base64url')) },
    signal,
  })
  return status >= 400 ? messageOf(status, text) : errorIn(text)
}

/** Docker does without a login that is not padded, and says nothing. */
function padded(base64: string): string {
  return base64.padEnd(Math.ceil(base64.length / 4) * 4, '=')
}

function messageOf(status: number, text: string): string {
  try {
    const { message, cause } = JSON.parse(text) as { message?: string; cause?: string }
    return message ?? cause ?? text
  } catch {
    return text.trim() || `status ${status}`
  }
}

/** The failure in a pull's progress, if there is one. */
export function errorIn(text: string): string | undefined {
  for (const line of text.split('\n')) {
    try {
      const { error } = JSON.parse(line) as { error?: string }
      if (error) return error
    } catch {
      // The first line may have been cut off, and the last is empty.
    }
  }
  return undefined
}

async function pullByCommand(
  program: string,
  image: WantedImage,
  { env }: Surroundings,
  signal: AbortSignal,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-probe-'))
  try {
    const file = join(folder, 'config.json')
    const { username, password } = image.login
    const auth = Buffer.from(`${username}:${password}`).toString('base64')
    await writeFile(file, JSON.stringify({ auths: { [image.host]: { auth } } }), { mode: 0o600 })
    const { code, stdout, stderr } = await runProgram(program, ['pull', nameOf(image)], {
      env: { ...env, REGISTRY_AUTH_FILE: file, DOCKER_CONFIG: folder },
      signal,
    })
    return code === 0 ? undefined : lastLines(stderr || stdout)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-3).join(' ')
