import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureCli } from './cli.ts'
import { COMPILE_CACHE } from './compile-cache.ts'
import { HOMES } from './own-home.ts'

/**
 * Makes the folder in which every process of the run has its home, and lets them start quickly.
 *
 * @returns what removes the folder
 */
export default async function setup(): Promise<() => Promise<void>> {
  await ensureCli()
  const folder = await mkdtemp(join(tmpdir(), 'berth-homes-'))
  process.env[HOMES] = folder
  Object.assign(process.env, COMPILE_CACHE)
  return () => rm(folder, { recursive: true, force: true })
}
