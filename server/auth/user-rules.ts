/** Longer passwords would all be equal to bcrypt from here on. */
const BCRYPT_LIMIT = 72
/** What Apache's tools can read back. */
const LONGEST_NAME = 255

/** Why nobody can be called so; undefined where somebody can. */
export function problemOfName(user: string): string | undefined {
  if (user === '') return 'the user name is empty'
  if (user.includes(':')) return 'a user name cannot contain a colon'
  if (/\p{Cc}/u.test(user)) return 'a user name cannot contain control characters'
  if (user.trim() !== user) return 'a user name cannot start or end with a blank'
  if (user.startsWith('#')) return "a user name cannot start with '#': that marks a comment"
  if (Buffer.byteLength(user) > LONGEST_NAME) return `a user name has at most ${LONGEST_NAME} bytes`
  return undefined
}

/** Why this cannot be a password; undefined where it can. */
export function problemOfPassword(password: string): string | undefined {
  if (password === '') return 'the password is empty'
  if (password.includes('\0')) return 'a password cannot contain a zero byte'
  const size = Buffer.byteLength(password)
  if (size <= BCRYPT_LIMIT) return undefined
  return `the password has ${size} bytes: bcrypt would ignore all after the first ${BCRYPT_LIMIT}`
}
