import { AddressError } from '../remotes/remote-address.ts'
import { RemotesError } from '../remotes/remotes.ts'
import { parseCommandLine, UsageError, type CommandIo } from './command.ts'
import { readPassword } from './password.ts'
import { passwordOf, TARGET_OPTIONS, withRemotes } from './sync-target.ts'

/** `berth sync add`. @returns the exit code */
export async function syncAdd(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: { ...TARGET_OPTIONS, 'token-stdin': { type: 'boolean' } },
  })
  const [name, url, ...rest] = positionals
  if (!name || !url || rest.length > 0) throw new UsageError('sync add needs a NAME and a URL')
  const { user, 'password-stdin': fromStdin = false, 'token-stdin': isToken = false } = values
  if (isToken && user !== undefined) throw new UsageError('a token needs no --user')
  if (fromStdin && user === undefined) throw new UsageError('--password-stdin needs --user')
  const login = isToken
    ? { kind: 'token' as const, secret: await readPassword(name, true, io) }
    : user === undefined
      ? { kind: 'none' as const }
      : { kind: 'password' as const, user, secret: await passwordOf(user, fromStdin, io) }
  try {
    const saved = await withRemotes(io, (remotes) => remotes.save({ name, url, ...login }))
    io.stdout.write(`${saved.name} is ${saved.url}\n`)
    return 0
  } catch (error) {
    const isTheirs = error instanceof AddressError || error instanceof RemotesError
    throw isTheirs ? new UsageError(error.message) : error
  }
}

/** `berth sync list`. @returns the exit code */
export async function syncList(args: string[], io: CommandIo): Promise<number> {
  const { positionals } = parseCommandLine({ args, allowPositionals: true, options: {} })
  if (positionals.length > 0) throw new UsageError('sync list takes nothing more')
  const { remotes, trouble } = await withRemotes(io, (saved) => saved.list())
  if (trouble !== undefined) io.stderr.write(`berth: ${trouble}\n`)
  for (const { name, url, user } of remotes) {
    io.stdout.write(`${name}  ${url}${user === undefined ? '' : `  as ${user}`}\n`)
  }
  return 0
}

/** `berth sync remove`. @returns the exit code */
export async function syncRemove(args: string[], io: CommandIo): Promise<number> {
  const { positionals } = parseCommandLine({ args, allowPositionals: true, options: {} })
  const [name, ...rest] = positionals
  if (!name || rest.length > 0) throw new UsageError('sync remove needs a NAME')
  const had = await withRemotes(io, (remotes) => remotes.delete(name))
  if (!had) throw new Error(`there is no registry named ${name}`)
  io.stdout.write(`${name} is not known any more, nor its password\n`)
  return 0
}
