/** One way to log in that a server offers: RFC 9110 §11.3. */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string
  /** Names in lower case, values without their quotes. */
  readonly parameters: Readonly<Record<string, string>>
}

const TOKEN = "[!#$%&'*+.^_`|~\\w-]+"
const SCHEME = new RegExp(`[ \\t,]*(${TOKEN})(?:[ \\t]+|(?=,|$))`, 'y')
/** Some servers forget the quotes of an address, so any word will do. */
const PARAMETER = new RegExp(
  `[ \\t,]*(${TOKEN})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,"=][^\\s,"]*))`,
  'y',
)
/** What some schemes have in place of parameters. */
const TOKEN68 = /[\w\-.~+/]+=*[ \t]*(?=,|$)/y

/**
 * All that a `WWW-Authenticate` offers, in its order; several headers are one, joined by commas. Where
 * it cannot be read, it ends.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const found: { scheme: string; parameters: Record<string, string> }[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(header)
    if (match) at = pattern.lastIndex
    return match
  }
  for (;;) {
    const last = found.at(-1)
    const parameter = last && take(PARAMETER)
    if (last && parameter) {
      const [, name = '', quoted, plain = ''] = parameter
      last.parameters[name.toLowerCase()] = quoted?.replaceAll(/\\(.)/g, '$1') ?? plain
      continue
    }
    const scheme = take(SCHEME)?.[1]
    if (scheme === undefined) return found
    found.push({ scheme: scheme.toLowerCase(), parameters: {} })
    take(TOKEN68)
  }
}

/** The first of a scheme. */
export function challengeFor(header: string, scheme: string): Challenge | undefined {
  return parseChallenges(header).find((challenge) => challenge.scheme === scheme)
}
