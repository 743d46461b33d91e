import { CLI } from '../support/cli.ts'
import { attempt } from '../support/command.ts'
import type { CommandOptions, Outcome } from '../support/command.ts'

/** Runs `berth` with these arguments in a process of its own. */
export async function berth(args: readonly string[], options?: CommandOptions): Promise<Outcome> {
  return await attempt(process.execPath, [CLI, ...args], options)
}
