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
  /** Waits more than it works: it runs beside the others of its kind, and shows what it wrote at its end. */
  readonly waits?: boolean
}

/** Where a step runs. */
export interface StepPlace {
  /** For the files that it needs. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  /** Takes what it writes as it comes. */
  readonly write: (text: string) => void
}

/** Runs a step to its end. */
export async function runStep(
  { name, script, args, count }: Step,
  { folder, env, write }: StepPlace,
): Promise<Counts> {
  const file = join(folder, `${name}.json`)
  const command = ['run', '--silent', script, '--', ...(args?.(file) ?? [])]
  const { code, output } = await show('npm', command, env, write)
  const report = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  return count({ code, output, report })
}

async function show(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  write: (text: string) => void,
): Promise<{ code: number; output: string }> {
  const child = spawnTethered(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    write(chunk.toString())
  })
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve(status ?? 1))
  })
  return { code, output }
}
