import { hash } from 'bcryptjs'
import { DEFAULT_COST } from '../auth/htpasswd.ts'
import { parseCommandLine, UsageError } from './command.ts'
import type { Command, CommandIo } from './command.ts'
import { hasUser, withoutUser, withUser } from './htpasswd-lines.ts'
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
  --delete          remove USER instead
  -h, --help        show this text
`,
  run,
}

/** Longer passwords would all be equal to bcrypt from here on. */
const BCRYPT_LIMIT = 72
/** What Apache's tools can read back. */
const LONGEST_NAME = 255

interface Arguments {
  readonly file: string
  readonly user: string
  readonly remove: boolean
  readonly fromStdin: boolean
}

async function run(args: string[], io: CommandIo): Promise<number> {
  const { file, user, remove, fromStdin } = parse(args)
  const done = remove ? await removeUser(file, user) : await setPassword(file, user, fromStdin, io)
  io.stdout.write(`${done}\n`)
  return 0
}

function parse(args: string[]): Arguments {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: { 'password-stdin': { type: 'boolean' }, delete: { type: 'boolean' } },
  })
  const [file, user, ...rest] = positionals
  if (!file || user === undefined) throw new UsageError('htpasswd needs a FILE and a USER')
  if (rest.length > 0) throw new UsageError('htpasswd takes one FILE and one USER, no password')
  const remove = values.delete ?? false
  const fromStdin = values['password-stdin'] ?? false
  if (remove && fromStdin) throw new UsageError('--delete needs no --password-stdin')
  // A name that may not be added may well have to be removed.
  const problem = remove ? undefined : problemOfName(user)
  if (problem !== undefined) throw new UsageError(problem)
  return { file, user, remove, fromStdin }
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
  await rewriteFile(file, (old = Buffer.alloc(0)) => {
    existed = hasUser(old, user)
    return withUser(old, user, line)
  })
  return `${file}: ${existed ? `password of ${user} changed` : `user ${user} added`}.`
}

async function removeUser(file: string, user: string): Promise<string> {
  await rewriteFile(file, (old) => {
    if (old === undefined) throw new Error(`${file} does not exist`)
    if (!hasUser(old, user)) throw new Error(`${file} has no user ${JSON.stringify(user)}`)
    return withoutUser(old, user)
  })
  return `${file}: user ${user} removed.`
}

/** `$2y$` and `$2b$` are the same; only the former is known to Apache's library. */
async function bcryptHash(password: string): Promise<string> {
  return (await hash(password, DEFAULT_COST)).replace(/^\$2b\$/, '$2y$$')
}

function problemOfName(user: string): string | undefined {
  if (user === '') return 'the user name is empty'
  if (user.includes(':')) return 'a user name cannot contain a colon'
  if (/\p{Cc}/u.test(user)) return 'a user name cannot contain control characters'
  if (user.trim() !== user) return 'a user name cannot start or end with a blank'
  if (user.startsWith('#')) return "a user name cannot start with '#': that marks a comment"
  if (Buffer.byteLength(user) > LONGEST_NAME) return `a user name has at most ${LONGEST_NAME} bytes`
  return undefined
}

function problemOfPassword(password: string): string | undefined {
  if (password === '') return 'the password is empty'
  if (password.includes('\0')) return 'a password cannot contain a zero byte'
  const size = Buffer.byteLength(password)
  if (size <= BCRYPT_LIMIT) return undefined
  return `the password has ${size} bytes: bcrypt would ignore all after the first ${BCRYPT_LIMIT}`
}
