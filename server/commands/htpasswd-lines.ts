import { userOf } from '../auth/htpasswd.ts'

/**
 * An htpasswd file with `line` in place of the user's first line, or at its end. Every other line
 * stays byte for byte, in whatever encoding it is; only further lines of the same user go.
 *
 * @param line `name:hash`, without a line ending.
 */
export function withUser(file: Buffer, user: string, line: string): Buffer {
  const lines = linesOf(file)
  const place = lines.findIndex((each) => isAbout(each, user))
  if (place === -1) return Buffer.concat([closed(file), Buffer.from(`${line}\n`)])
  const ending = lines[place]?.toString('latin1').endsWith('\r\n') ? '\r\n' : '\n'
  const others = lines.slice(place + 1).filter((each) => !isAbout(each, user))
  return Buffer.concat([...lines.slice(0, place), Buffer.from(line + ending), ...others])
}

/** An htpasswd file without any line of the user. */
export function withoutUser(file: Buffer, user: string): Buffer {
  return Buffer.concat(linesOf(file).filter((line) => !isAbout(line, user)))
}

/** Whether the file has a line of the user. */
export function hasUser(file: Buffer, user: string): boolean {
  return linesOf(file).some((line) => isAbout(line, user))
}

function isAbout(line: Buffer, user: string): boolean {
  return userOf(line.toString('utf8')) === user
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
