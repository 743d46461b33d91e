import { join } from 'node:path'
import { run } from './command.ts'

const PROJECT = join(import.meta.dirname, '../..')

/** The command line program, built: it starts in a quarter of the time that the sources take. */
export const CLI = join(PROJECT, 'dist/server/cli.js')

/** Builds it from the sources as they are now. */
export async function ensureCli(): Promise<void> {
  await run(process.execPath, [join(PROJECT, 'build/ensure-server.ts')], { patience: 120_000 })
}
