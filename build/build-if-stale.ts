import { globSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'vite'

/** A part of `dist` that Vite makes. */
export interface Part {
  readonly name: string
  /** Vite's configuration of it. */
  readonly config: string
  /** A file that each build writes. */
  readonly product: string
  /** Patterns of all that it is made of. */
  readonly sources: readonly string[]
}

const ROOT = resolve(import.meta.dirname, '..')

/** What every part is made of; packages count by the file that pins them. */
const COMMON = ['build/*.ts', 'package.json', 'package-lock.json']

/** Builds a part that was never built or is older than what it is made of; else says and does nothing. */
export async function buildIfStale({ name, config, product, sources }: Part): Promise<void> {
  if (newest([...COMMON, ...sources]) <= newest([product])) return
  process.stderr.write(`Building the ${name}; this is needed once after a change.\n`)
  // Under a test runner React would be built for development, which nobody is served.
  process.env['NODE_ENV'] = 'production'
  await build({ configFile: resolve(ROOT, config), logLevel: 'warn' })
}

/** When the newest of these files was written, in milliseconds since 1970; 0 where there is none. */
function newest(patterns: readonly string[]): number {
  const times = globSync([...patterns], { cwd: ROOT }).map((file) => statSync(resolve(ROOT, file)))
  return Math.max(0, ...times.filter((stat) => stat.isFile()).map((stat) => stat.mtimeMs))
}
