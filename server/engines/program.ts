import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

export interface ProgramResult {
  /** Of the process; -1 when a signal ended it. */
  readonly code: number
  /** The end of each, bounded. */
  readonly stdout: string
  readonly stderr: string
}

export interface ProgramWish {
  readonly env: NodeJS.ProcessEnv
  /** Ends it. */
  readonly signal: AbortSignal
  /** What it reads; secrets come this way and no other. */
  readonly input?: string
}

/** Characters that are kept of what a program says. */
const MOST = 64 * 1024

/** Runs a program without a shell. @throws ENOENT where there is none, AbortError when the signal came */
export async function runProgram(
  name: string,
  args: readonly string[],
  { env, signal, input = '' }: ProgramWish,
): Promise<ProgramResult> {
  const child = spawn(name, args, { env, signal, windowsHide: true, killSignal: 'SIGKILL' })
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  child.once('error', reject)
  child.once('close', (code) => resolve(code ?? -1))
  child.stdin.on('error', () => undefined).end(input)
  const [code, stdout, stderr] = await Promise.all([
    promise,
    endOf(child.stdout),
    endOf(child.stderr),
  ])
  return { code, stdout, stderr }
}

async function endOf(stream: Readable): Promise<string> {
  let text = ''
  stream.setEncoding('utf8')
  try {
    for await (const chunk of stream) text = `${text}${chunk}`.slice(-MOST)
  } catch {
    // Whoever ended it hears of that from the process itself.
  }
  return text
}
