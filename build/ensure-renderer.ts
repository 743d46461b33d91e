import { globSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'vite'

/**
 * Builds the console before a start from a checkout, if it was never built or is older than what it is
 * made of. It says nothing when there is nothing to do.
 */

const ROOT = resolve(import.meta.dirname, '..')

/** All that the console is made of; packages count by the file that pins them. */
const SOURCES = [
  'renderer/**/*',
  'server/control/contract.ts',
  'build/*.ts',
  'build/icons/*',
  'package-lock.json',
]

if (newest(SOURCES) > newest(['dist/renderer/index.html'])) {
  process.stderr.write('Building the console; this is needed once after a change.\n')
  // Under a test runner React would be built for development, which nobody is served.
  process.env['NODE_ENV'] = 'production'
  await build({
    configFile: resolve(ROOT, 'build/vite.renderer.config.ts'),
    logLevel: 'warn',
  })
}

/** When the newest of these files was written, in milliseconds since 1970; 0 where there is none. */
function newest(patterns: readonly string[]): number {
  const times = globSync([...patterns], { cwd: ROOT }).map((file) => statSync(resolve(ROOT, file)))
  return Math.max(0, ...times.filter((stat) => stat.isFile()).map((stat) => stat.mtimeMs))
}
