import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiTls } from './engine-http.ts'
import type { Surroundings } from './surroundings.ts'

/** One of Docker's contexts: an engine under a name. */
export interface DockerContext {
  readonly name: string
  /** Such as `unix:///var/run/docker.sock`. */
  readonly host: string
  readonly tls?: ApiTls
}

/** Contexts that are looked at: nobody has more, and a folder may hold anything. */
const MOST = 50

/** The folder in which Docker's client keeps what it was told. */
export function dockerFolder({ env, home }: Surroundings): string {
  return env['DOCKER_CONFIG'] || join(home, '.docker')
}

/** What `docker context create` has written; the default one is not among it. */
export async function dockerContexts(around: Surroundings): Promise<readonly DockerContext[]> {
  const contexts = join(dockerFolder(around), 'contexts')
  const ids = await readdir(join(contexts, 'meta')).catch(() => [])
  const read = ids
    .toSorted()
    .slice(0, MOST)
    .map((id) => readContext(contexts, id))
  return (await Promise.all(read)).filter((context) => context !== undefined)
}

async function readContext(contexts: string, id: string): Promise<DockerContext | undefined> {
  try {
    const text = await readFile(join(contexts, 'meta', id, 'meta.json'), 'utf8')
    const { Name: name, Endpoints: endpoints } = JSON.parse(text) as Meta
    const { Host: host, SkipTLSVerify: isUnchecked = false } = endpoints?.docker ?? {}
    if (name === undefined || !host) return undefined
    const tls = await readTls(join(contexts, 'tls', id, 'docker'), isUnchecked)
    return { name, host, ...(tls && { tls }) }
  } catch {
    // A file that Docker would not read either.
    return undefined
  }
}

interface Meta {
  readonly Name?: string
  readonly Endpoints?: {
    readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean }
  }
}

/** `ca.pem`, `cert.pem` and `key.pem` of a folder; undefined where there is none of them. */
export async function readTls(folder: string, isUnchecked: boolean): Promise<ApiTls | undefined> {
  const files = ['ca.pem', 'cert.pem', 'key.pem'].map((name) =>
    readFile(join(folder, name)).catch(() => undefined),
  )
  const [ca, cert, key] = await Promise.all(files)
  if (!ca && !cert && !key) return undefined
  return {
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    rejectUnauthorized: !isUnchecked,
  }
}
