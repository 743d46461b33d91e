import { Bcrypt } from '../auth/bcrypt.ts'
import { DEFAULT_COST } from '../auth/htpasswd.ts'
import { hasUser, isDisabled, withDisabled, withoutUser, withUser } from '../auth/htpasswd-lines.ts'
import { problemOfName, problemOfPassword } from '../auth/user-rules.ts'
import { parseCommandLine, UsageError } from './command.ts'
import type { Command, CommandIo } from './command.ts'
import { readPassword } from './password.ts'
import { rewriteFile } from '../rewrite-file.ts'

/** `berth htpasswd`: who may log in. */
export const htpasswd: Command = {
  name: 'htpasswd',
  summary: 'Add, change or remove a user who may log in.',
  usage: `Usage: berth htpasswd [options] FILE USER

Adds USER to the htpasswd file FILE, or changes the user's password. The file is made if there is
none. A running registry that uses the file notices by itself.

The password is asked for twice and not shown. When standard input is not a terminal, its first
line is the password:

  berth htpasswd users.htpasswd alice < password.txt

Options:
  --password-stdin  read the password from standard input; refuse to ask
  --disable         keep USER, who may not log in until enabled again
  --enable          let USER log in again
  --delete          remove USER instead
  -h, --help        show this text
`,
  run,
}

interface Arguments {
  readonly file: string
  readonly user: string
  /** Instead of setting a password. */
  readonly deed?: 'delete' | 'disable' | 'enable'
  readonly fromStdin: boolean
}

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parse(args)
  io.stdout.write(`${await done(parsed, io)}\n`)
  return 0
}

async function done({ file, user, deed, fromStdin }: Arguments, io: CommandIo): Promise<string> {
  if (deed === undefined) return await setPassword(file, user, fromStdin, io)
  if (deed === 'delete') return await removeUser(file, user)
  return await setDisabled(file, user, deed === 'disable')
}

const DEEDS = ['delete', 'disable', 'enable'] as const

function parse(args: string[]): Arguments {
  const flag = { type: 'boolean' } as const
  const options = { 'password-stdin': flag, delete: flag, disable: flag, enable: flag }
  const { values, positionals } = parseCommandLine({ args, allowPositionals: true, options })
  const [file, user, ...rest] = positionals
  if (!file || user === undefined) throw new UsageError('htpasswd needs a FILE and a USER')
  if (rest.length > 0) throw new UsageError('htpasswd takes one FILE and one USER, no password')
  const [deed, other] = DEEDS.filter((name) => values[name])
  if (other) throw new UsageError(`--${deed} and --${other} are two deeds: take one`)
  const fromStdin = values['password-stdin'] ?? false
  if (deed && fromStdin) throw new UsageError(`--${deed} needs no --password-stdin`)
  // A name that may not be added may well have to be removed.
  const problem = deed ? undefined : problemOfName(user)
  if (problem !== undefined) throw new UsageError(problem)
  return { file, user, fromStdin, ...(deed && { deed }) }
}

async function setPassword(
  file: string,
  user: string,
  fromStdin: boolean,
  io: CommandIo,
): Promise<string> {
  const password = await readPassword(user, fromStdin, io)
  const problem = problemOfPassword(password)
  if (problem !== undefined) throw new Error(problem)
  const line = `${user}:${await bcryptHash(password)}`
  let existed = false
  let out = false
  await rewriteFile(file, (old = Buffer.alloc(0)) => {
    existed = hasUser(old, user)
    out = isDisabled(old, user)
    return withUser(old, user, line)
  })
  const what = existed ? `password of ${user} changed` : `user ${user} added`
  return `${file}: ${what}${out ? ', who is disabled and stays so: see --enable' : ''}.`
}

async function removeUser(file: string, user: string): Promise<string> {
  await rewriteFile(file, (old) => withoutUser(fileWith(user, file, old), user))
  return `${file}: user ${user} removed.`
}

async function setDisabled(file: string, user: string, disabled: boolean): Promise<string> {
  await rewriteFile(file, (old) => withDisabled(fileWith(user, file, old), user, disabled))
  return `${file}: user ${user} ${disabled ? 'disabled' : 'enabled'}.`
}

/** @throws Error when the file, or the user in it, is not there */
function fileWith(user: string, file: string, content: Buffer | undefined): Buffer {
  if (content === undefined) throw new Error(`${file} does not exist`)
  if (!hasUser(content, user)) throw new Error(`${file} has no user ${JSON.stringify(user)}`)
  return content
}

async function bcryptHash(password: string): Promise<string> {
  const bcrypt = new Bcrypt()
  try {
    return await bcrypt.hash(password, DEFAULT_COST)
  } finally {
    await bcrypt.close()
  }
}
