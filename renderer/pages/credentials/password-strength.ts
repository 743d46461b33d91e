/** How hard a password is to guess, in few words. `long`: bcrypt would not take all of it. */
export type Strength = 'weak' | 'fair' | 'strong' | 'long'

const MOST_BYTES = 72
/** Bits from which it takes long to try all, with the hash at hand: years, then ages. */
const FAIR = 40
const STRONG = 64

/** What guessers try first. */
const COMMON = [
  'password',
  'passwort',
  'secret',
  'letmein',
  'welcome',
  'admin',
  'docker',
  'registry',
  'berth',
  'qwerty',
  'qwertz',
  'asdf',
  'iloveyou',
  'monkey',
  'dragon',
]

/**
 * A plain estimate: each character counts as one out of its kind, those that merely follow from the one
 * before, and words that everybody tries, do not.
 *
 * @param name of the user, which is tried too
 */
export function strengthOf(password: string, name: string): Strength {
  if (new TextEncoder().encode(password).length > MOST_BYTES) return 'long'
  const bits = surprises(withoutWords(password, name)) * Math.log2(poolOf(password))
  if (bits >= STRONG) return 'strong'
  return bits >= FAIR ? 'fair' : 'weak'
}

/** A known word is worth one character. */
function withoutWords(password: string, name: string): string {
  const words = name.length >= 3 ? [...COMMON, name.toLowerCase()] : COMMON
  return words.reduce((left, word) => left.replaceAll(word, 'w'), password.toLowerCase())
}

/** Characters that are neither the one before, nor its neighbour as in abc and 321. */
function surprises(text: string): number {
  const codes = [...text].map((one) => one.codePointAt(0) ?? 0)
  const fresh = codes.filter((code, at) => at === 0 || Math.abs(code - (codes[at - 1] ?? 0)) > 1)
  // What comes again and again surprises less and less.
  return Math.min(fresh.length, new Set(codes).size * 2)
}

function poolOf(password: string): number {
  const kinds: readonly [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[ -/:-@[-`{-~]/, 33],
    [/[^ -~]/, 100],
  ]
  return kinds.reduce((sum, [kind, size]) => sum + (kind.test(password) ? size : 0), 1)
}
