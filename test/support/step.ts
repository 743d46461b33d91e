import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnTethered } from './child.ts'
import type { Counts, Ended } from './counts.ts'

/** A part of the test run: a script of package.json and how its outcome is counted. */
export interface Step {
  readonly name: string
  readonly script: string
  /** Arguments for the script; `report` is a file for it to write, if it writes one. */
  readonly args?: (report: string) => readonly string[]
  readonly count: (ended: Ended) => Counts
}

/** Runs a step, showing what it writes as it comes. Files that it needs lie in `folder`. */
export async function runStep(
  { name, script, args, count }: Step,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Counts> {
  const file = join(folder, `${name}.json`)
  const command = ['run', '--silent', script, '--', ...(args?.(file) ?? [])]
  const { code, output } = await show('npm', command, env)
  const report = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  return count({ code, output, report })
}

async function show(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; output: string }> {
  const child = spawnTethered(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    process.stdout.write(chunk)
  })
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve(status ?? 1))
  })
  return { code, output }
}
