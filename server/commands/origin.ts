import { ownConfigFile } from '../config/data-folder.ts'
import { fileVariable } from '../config/env.ts'
import type { Origin } from '../config/load.ts'
import type { CommandIo } from './command.ts'

/**
 * Where the configuration comes from: the file that is named, by the command line or a variable, else
 * Berth's own.
 */
export function originOf(
  named: string | undefined,
  overrides: NonNullable<Origin['overrides']>,
  { env }: CommandIo,
): Origin & { readonly file: string } {
  const file = named ?? (env[fileVariable] || undefined)
  return file === undefined
    ? { file: ownConfigFile(process.platform, env), own: true, env, overrides }
    : { file, env, overrides }
}
