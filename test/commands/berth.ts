import { join } from 'node:path'
import { attempt } from '../support/command.ts'
import type { CommandOptions, Outcome } from '../support/command.ts'

/** The command line program as it lies in the checkout. */
export const CLI = join(import.meta.dirname, '../../server/cli.ts')

/** Runs `berth` with these arguments in a process of its own. */
export async function berth(args: readonly string[], options?: CommandOptions): Promise<Outcome> {
  return await attempt(process.execPath, [CLI, ...args], options)
}
