import type { Readable, Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'

/** One of the things that `berth` can do. */
export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** The whole text of `berth <name> --help`; ends with a newline. */
  readonly usage: string
  /**
   * Does it.
   *
   * @param args what follows the command's name; never holds `--help`.
   * @returns the exit code.
   * @throws UsageError when the arguments make no sense; any other error means it failed.
   */
  run(args: string[], io: CommandIo): Promise<number>
}

/** What a command reads from and writes to; `process` is one. */
export interface CommandIo {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined }
  readonly stdout: Writable & { readonly isTTY?: boolean | undefined }
  readonly stderr: Writable & { readonly isTTY?: boolean | undefined }
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The command line makes no sense: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * `parseArgs` of Node for a command's arguments.
 *
 * @throws UsageError for an option that the command does not have, or without its value.
 */
export function parseCommandLine<T extends ParseArgsConfig>(
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (error) {
    if (!(error instanceof Error) || !isParseError(error)) throw error
    // What follows the first sentence is advice on passing names that start with a dash.
    const [sentence = error.message] = error.message.split(/\. |\n/, 1)
    throw new UsageError(sentence.charAt(0).toLowerCase() + sentence.slice(1), { cause: error })
  }
}

function isParseError(error: NodeJS.ErrnoException): boolean {
  return error.code?.startsWith('ERR_PARSE_ARGS_') ?? false
}
