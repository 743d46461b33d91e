import { spawn, type ChildProcess } from 'node:child_process'

/** A program that keeps logins for Docker: docker-credential-helpers "protocol". */
export interface CredentialHelper {
  /** Users by the registry, as Docker names it. @throws Error */
  list(): Promise<Readonly<Record<string, string>>>
  /** Undefined where it has none. @throws Error */
  get(server: string): Promise<HeldLogin | undefined>
}

export interface HeldLogin {
  readonly user: string
  readonly secret: string
}

/** Milliseconds: one may ask a person to unlock a keychain. */
const PATIENCE = 30_000
/** Bytes. */
const MOST = 1024 * 1024

/** @param name the end of `docker-credential-NAME`, which is looked for in the folders of `PATH` */
export function credentialHelper(name: string, env: NodeJS.ProcessEnv): CredentialHelper {
  const program = `docker-credential-${name}`
  // Docker's configuration names it; no shell reads it, and no other folder is meant.
  if (!/^[\w.-]+$/.test(name)) throw new Error(`${program} is no name of a program`)
  return {
    async list() {
      const { code, output } = await ask(program, 'list', '', env)
      if (code !== 0) throw new Error(`${program} failed: ${firstLine(output)}`)
      const found = Object(parsed(program, output)) as Record<string, unknown>
      const users = Object.entries(found).filter(([, user]) => typeof user === 'string')
      return Object.fromEntries(users) as Record<string, string>
    },
    async get(server) {
      const { code, output } = await ask(program, 'get', server, env)
      if (code !== 0 && /not found/i.test(output)) return undefined
      if (code !== 0) throw new Error(`${program} failed: ${firstLine(output)}`)
      const { Username: user, Secret: secret } = Object(parsed(program, output)) as {
        readonly Username?: unknown
        readonly Secret?: unknown
      }
      if (typeof user !== 'string' || typeof secret !== 'string') throw notUnderstood(program)
      return { user, secret }
    },
  }
}

interface Said {
  readonly code: number | null
  readonly output: string
}

/** The registry goes in by standard input; secrets come out by standard output alone. */
async function ask(
  program: string,
  verb: 'list' | 'get',
  input: string,
  env: NodeJS.ProcessEnv,
): Promise<Said> {
  const child = spawn(program, [verb], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  })
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, PATIENCE)
  try {
    const said = await result(child, input)
    if (late) throw new Error(`${program} gives no answer`)
    return said
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code === 'ENOENT' ? new Error(`${program} is not installed`, { cause: error }) : error
  } finally {
    clearTimeout(timer)
  }
}

function result(child: ChildProcess, input: string): Promise<Said> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    child.stdout?.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > MOST) child.kill('SIGKILL')
      else chunks.push(chunk)
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }))
    // It may have ended without reading.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

function parsed(program: string, output: string): unknown {
  try {
    return JSON.parse(output)
  } catch {
    // What it said may be a secret.
    throw notUnderstood(program)
  }
}

const notUnderstood = (program: string): Error =>
  new Error(`what ${program} says is not understood`)

const firstLine = (output: string): string => output.trim().split('\n', 1)[0]?.slice(0, 200) ?? ''
