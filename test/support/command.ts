import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { kill, spawnTethered } from './child.ts'

/** How a command is started. */
export interface CommandOptions {
  readonly cwd?: string
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>
  /** What it reads from its standard input; without it the input is empty. */
  readonly input?: string
  /** Milliseconds after which it is killed. */
  readonly patience?: number
}

/** How a command ended. */
export interface Outcome {
  /** The exit code; -1 when a signal ended it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command to its end, whatever that is. */
export async function attempt(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Outcome> {
  const { cwd, env, input = '', patience = 120_000 } = options
  const child = spawnTethered(command, args, {
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
  })
  const timer = setTimeout(() => void kill(child), patience)
  const code = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve(status ?? -1))
  })
  // A command that does not read its input closes the pipe; that is no failure of ours.
  child.stdin?.on('error', () => undefined).end(input)
  const output = [collected(child.stdout), collected(child.stderr), code] as const
  const [stdout, stderr, status] = await Promise.all(output).finally(() => clearTimeout(timer))
  return { code: status, stdout, stderr }
}

/**
 * Runs a command that has to succeed.
 *
 * @returns what it wrote to its standard output.
 * @throws Error with everything it wrote, when it ends with anything but 0.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const outcome = await attempt(command, args, options)
  if (outcome.code === 0) return outcome.stdout
  const said = `${outcome.stdout}${outcome.stderr}`.trim()
  throw new Error(`${command} ${args.join(' ')}: ended with ${outcome.code}\n${said}`)
}

async function collected(stream: Readable | null): Promise<string> {
  return stream === null ? '' : text(stream)
}
