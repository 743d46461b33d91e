import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { build, DIR_TARGET, Platform } from 'electron-builder'
import { packaging } from './electron-builder.config.ts'
import { electronFolder, NoElectron } from './electron-program.ts'

/**
 * `npm run package`: builds Berth and makes the installers of this system from it, in `release/`.
 * `-- --dir` stops at the app as it would be installed.
 */

const ROOT = resolve(import.meta.dirname, '..')
/** For fetching Electron's program, in milliseconds. */
const FETCH_LIMIT = 10 * 60_000

try {
  await main(process.argv.slice(2))
} catch (error) {
  const told = error instanceof NoElectron ? error.message : (error as Error).stack
  process.stderr.write(`${told}\n`)
  process.exitCode = 1
}

async function main(args: readonly string[]): Promise<void> {
  forgetEmpty()
  // First of all: what takes longest should not be for nothing.
  const electronDist = electronFolder(FETCH_LIMIT)
  buildBerth()
  await build({
    projectDir: ROOT,
    config: { ...packaging(process.env), electronDist },
    targets: Platform.current().createTarget(args.includes('--dir') ? DIR_TARGET : undefined),
    publish: 'never',
  })
}

/** Workflows hand on secrets that there are none of as empty, and those would count as given. */
function forgetEmpty(): void {
  const names = Object.keys(process.env).filter((name) => /^(?:WIN_)?CSC_|^APPLE_/.test(name))
  for (const name of names) if (process.env[name] === '') delete process.env[name]
}

function buildBerth(): void {
  const { status } = spawnSync('npm run build', { cwd: ROOT, shell: true, stdio: 'inherit' })
  if (status !== 0) throw new Error('the build failed')
}
