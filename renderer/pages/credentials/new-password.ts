/** No letters that look alike: read aloud, or typed off a screen, it stays the same. 32 of them. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'
const LENGTH = 20

/** A random password of 100 bits, in groups of five that can be read. */
export function newPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH))
  const letters = Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('')
  return (letters.match(/.{5}/g) ?? []).join('-')
}
