import pkg from '../../package.json' with { type: 'json' }
import { UserFileError } from '../auth/user-file.ts'
import { ConfigError } from '../config/config-error.ts'
import { nearest } from '../config/nearest.ts'
import { UsageError } from './command.ts'
import type { CommandIo } from './command.ts'
import { COMMANDS } from './table.ts'
import type { CommandEntry } from './table.ts'

const FAILED = 1
const WRONG_USAGE = 2

/** Failures of whoever wrote the command line, the configuration or the list of users. */
const WRONG_USE = [UsageError, ConfigError, UserFileError]

/**
 * Does what a command line of `berth` says, and tells of a failure on stderr.
 *
 * @param args what follows `berth`.
 * @returns the exit code: 0 fine, 1 failed, 2 wrong usage or configuration.
 */
export async function runCommand(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    return await dispatch(args, io)
  } catch (error) {
    return report(error, args, io)
  }
}

async function dispatch(args: readonly string[], io: CommandIo): Promise<number> {
  const [first, ...rest] = args
  if (first === undefined) return show(io.stderr, overview(), WRONG_USAGE)
  if (first === '--version') return show(io.stdout, `berth ${pkg.version}\n`)
  if (first === 'help') return await help(rest, io)
  if (isHelp(first)) return show(io.stdout, overview())
  if (first.startsWith('-')) throw new UsageError(`unknown option '${first}'`)
  const command = await find(first).load()
  if (asksForHelp(rest)) return show(io.stdout, command.usage)
  return await command.run(rest, io)
}

async function help([name]: readonly string[], io: CommandIo): Promise<number> {
  if (name === undefined || isHelp(name)) return show(io.stdout, overview())
  return show(io.stdout, (await find(name).load()).usage)
}

function find(name: string): CommandEntry {
  const entry = COMMANDS.find((command) => command.name === name || command.alias === name)
  if (entry !== undefined) return entry
  const names = COMMANDS.map((command) => command.name)
  const meant = nearest(name, names)
  const advice =
    meant === undefined ? `the commands are ${names.join(', ')}` : `did you mean '${meant}'?`
  throw new UsageError(`unknown command '${name}': ${advice}`)
}

function isHelp(argument: string): boolean {
  return argument === '--help' || argument === '-h'
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return args.slice(0, end === -1 ? args.length : end).some(isHelp)
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length))
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`)
  return `Berth ${pkg.version}: a private container registry on your own machine.

Usage: berth <command> [options]

Commands:
${lines.join('')}
berth help <command> says more about one; berth --version tells the version.
`
}

function show(stream: CommandIo['stdout'], text: string, code = 0): number {
  stream.write(text)
  return code
}

function report(error: unknown, args: readonly string[], { stderr, env }: CommandIo): number {
  const message = error instanceof Error ? error.message : String(error)
  stderr.write(`berth: ${message}\n`)
  if (env['BERTH_DEBUG'] === '1' && error instanceof Error) stderr.write(`${error.stack}\n`)
  if (error instanceof UsageError) stderr.write(`Try: berth ${helpFor(args)}\n`)
  return WRONG_USE.some((kind) => error instanceof kind) ? WRONG_USAGE : FAILED
}

function helpFor([name]: readonly string[]): string {
  return COMMANDS.some((command) => command.name === name) ? `help ${name}` : '--help'
}
