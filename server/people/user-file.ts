import { readFile } from 'node:fs/promises'
import { Bcrypt } from '../auth/bcrypt.ts'
import {
  hasUser,
  usersIn,
  withDisabled,
  withoutUser,
  withUser,
  type ListedUser,
} from '../auth/htpasswd-lines.ts'
import { DEFAULT_COST, parseHtpasswd } from '../auth/htpasswd.ts'
import { problemOfName, problemOfPassword } from '../auth/user-rules.ts'
import { ControlError } from '../control/control-error.ts'
import { rewriteFile } from '../rewrite-file.ts'

/** Changes to an htpasswd file, each refused in words for the person who asked for it. */

export interface KnownUser extends ListedUser {
  /** The hash is one that lets in. */
  readonly isUsable: boolean
}

/** Everybody in the file; nobody where there is none. @throws ControlError UNAVAILABLE */
export async function usersOf(path: string): Promise<readonly KnownUser[]> {
  const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0)
    throw new ControlError('UNAVAILABLE', `${path} cannot be read: ${error.code ?? error.message}`)
  })
  return knownIn(content)
}

/** @throws ControlError INVALID_INPUT or CONFLICT */
export async function addUser(path: string, name: string, password: string): Promise<void> {
  checkName(name)
  const hash = await hashOf(password)
  await change(path, (content) => {
    if (hasUser(content, name))
      throw new ControlError('CONFLICT', `there is a user ${name} already`)
    return withUser(content, name, `${name}:${hash}`)
  })
}

/** @throws ControlError INVALID_INPUT or NOT_FOUND */
export async function changePassword(path: string, name: string, password: string): Promise<void> {
  const hash = await hashOf(password)
  await change(path, (content) => withUser(checked(content, name), name, `${name}:${hash}`))
}

/** @throws ControlError NOT_FOUND, or CONFLICT where nobody could log in any more */
export async function disableUser(path: string, name: string, disabled: boolean): Promise<void> {
  await change(path, (content) =>
    withSomebodyLeft(withDisabled(checked(content, name), name, disabled), content),
  )
}

/** @throws ControlError NOT_FOUND, or CONFLICT where nobody could log in any more */
export async function removeUser(path: string, name: string): Promise<void> {
  await change(path, (content) =>
    withSomebodyLeft(withoutUser(checked(content, name), name), content),
  )
}

function knownIn(content: Buffer): readonly KnownUser[] {
  const listed = usersIn(content)
  const all = listed.reduce((file, { name }) => withDisabled(file, name, false), content)
  const { hashes } = parseHtpasswd(all.toString('utf8'))
  return listed.map((user) => ({ ...user, isUsable: hashes.has(user.name) }))
}

/** Whoever may log in opens the console too, and mends what is wrong. */
function withSomebodyLeft(content: Buffer, before: Buffer): Buffer {
  if (hasWayIn(content) || !hasWayIn(before)) return content
  throw new ControlError(
    'CONFLICT',
    'this is the last user who can log in: without one nobody gets into the registry and its console. Add another first.',
  )
}

const hasWayIn = (content: Buffer): boolean =>
  knownIn(content).some(({ isDisabled, isUsable }) => isUsable && !isDisabled)

function checked(content: Buffer, name: string): Buffer {
  if (hasUser(content, name)) return content
  throw new ControlError('NOT_FOUND', `there is no user ${name}`)
}

async function change(path: string, edit: (content: Buffer) => Buffer): Promise<void> {
  try {
    await rewriteFile(path, (old = Buffer.alloc(0)) => edit(old))
  } catch (error) {
    if (error instanceof ControlError || !(error instanceof Error)) throw error
    throw new ControlError('UNAVAILABLE', error.message, undefined, { cause: error })
  }
}

/** Two words that the rules have for others. */
const TAKEN = new Set(['anonymous', '*'])

function checkName(name: string): void {
  const problem = TAKEN.has(name)
    ? `${name} has a meaning of its own in access rules; take another name`
    : problemOfName(name)
  if (problem !== undefined) throw new ControlError('INVALID_INPUT', problem, 'name')
}

async function hashOf(password: string): Promise<string> {
  const problem = problemOfPassword(password)
  if (problem !== undefined) throw new ControlError('INVALID_INPUT', problem, 'password')
  const bcrypt = new Bcrypt()
  try {
    return await bcrypt.hash(password, DEFAULT_COST)
  } finally {
    await bcrypt.close()
  }
}
