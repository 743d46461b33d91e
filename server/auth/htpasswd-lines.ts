import { userOf } from './htpasswd.ts'

/**
 * An htpasswd file line by line. A user who may not log in for now is kept as a comment, which every other
 * program passes over:
 *
 *     alice:$2y$10$…
 *     #berth-disabled bob:$2y$10$…
 */

const DISABLED = '#berth-disabled '

/** Somebody whom a file has lines of. */
export interface ListedUser {
  readonly name: string
  readonly isDisabled: boolean
}

/** Everybody in the file, each once, in its order. */
export function usersIn(file: Buffer): readonly ListedUser[] {
  const users = new Map<string, ListedUser>()
  for (const line of linesOf(file)) {
    const { user: name, isDisabled } = contentOf(line)
    if (name !== undefined) {
      const isOut = isDisabled && users.get(name)?.isDisabled !== false
      users.set(name, { name, isDisabled: isOut })
    }
  }
  return [...users.values()]
}

/**
 * An htpasswd file with `line` in place of the user's first line, or at its end. Every other line
 * stays byte for byte, in whatever encoding it is; only further lines of the same user go. Who is disabled
 * stays so.
 *
 * @param line `name:hash`, without a line ending.
 */
export function withUser(file: Buffer, user: string, line: string): Buffer {
  return withLine(file, user, isDisabled(file, user) ? `${DISABLED}${line}` : line)
}

function withLine(file: Buffer, user: string, line: string): Buffer {
  const lines = linesOf(file)
  const place = lines.findIndex((each) => isAbout(each, user))
  if (place === -1) return Buffer.concat([closed(file), Buffer.from(`${line}\n`)])
  const ending = lines[place]?.toString('latin1').endsWith('\r\n') ? '\r\n' : '\n'
  const others = lines.slice(place + 1).filter((each) => !isAbout(each, user))
  return Buffer.concat([...lines.slice(0, place), Buffer.from(line + ending), ...others])
}

/** An htpasswd file in which the user may log in, or may not; as it was where nobody is called so. */
export function withDisabled(file: Buffer, user: string, disabled: boolean): Buffer {
  const lines = linesOf(file).filter((line) => isAbout(line, user))
  // Of several lines the last counts, and one that counts goes before those that do not.
  const active = lines.findLast((line) => !contentOf(line).isDisabled)
  const line = active ?? lines.at(-1)
  if (!line) return file
  const written = contentOf(line).text
  return withLine(file, user, disabled ? `${DISABLED}${written}` : written)
}

/** An htpasswd file without any line of the user. */
export function withoutUser(file: Buffer, user: string): Buffer {
  return Buffer.concat(linesOf(file).filter((line) => !isAbout(line, user)))
}

/** Whether the file has a line of the user, disabled or not. */
export function hasUser(file: Buffer, user: string): boolean {
  return linesOf(file).some((line) => isAbout(line, user))
}

/** Whether the user is there and may not log in for now. */
export function isDisabled(file: Buffer, user: string): boolean {
  return usersIn(file).some((one) => one.name === user && one.isDisabled)
}

function isAbout(line: Buffer, user: string): boolean {
  return contentOf(line).user === user
}

function contentOf(line: Buffer): {
  readonly text: string
  readonly user: string | undefined
  readonly isDisabled: boolean
} {
  const text = line.toString('utf8').trim()
  if (!text.startsWith(DISABLED)) return { text, user: userOf(text), isDisabled: false }
  const rest = text.slice(DISABLED.length).trim()
  return { text: rest, user: userOf(rest), isDisabled: true }
}

/** Each with its line ending. */
function linesOf(file: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0; start < file.length;) {
    const end = file.indexOf('\n', start)
    const next = end === -1 ? file.length : end + 1
    lines.push(file.subarray(start, next))
    start = next
  }
  return lines
}

function closed(file: Buffer): Buffer {
  const complete = file.length === 0 || file.at(-1) === 0x0a
  return complete ? file : Buffer.concat([file, Buffer.from('\n')])
}
