/**
 * Whether a name fits a pattern in which `*` stands for any characters but a slash, also none, and `**`
 * for any at all. Takes time in proportion to both lengths, whatever the pattern.
 */
export type Glob = (name: string) => boolean

type Token =
  | { readonly kind: 'part' | 'any' }
  | { readonly kind: 'letter'; readonly letter: string }

/** @throws never: every text is a pattern */
export function createGlob(pattern: string): Glob {
  if (!pattern.includes('*')) return (name) => name === pattern
  if (/^\*\*+$/.test(pattern)) return () => true
  const tokens = tokensOf(pattern)
  return (name) => fits(tokens, name)
}

function tokensOf(pattern: string): readonly Token[] {
  const parts = pattern.match(/\*+|[^*]/g) ?? []
  return parts.map((part) => {
    if (!part.startsWith('*')) return { kind: 'letter', letter: part }
    return { kind: part === '*' ? 'part' : 'any' }
  })
}

/** Follows every way to read the name at once: `open` has the tokens that may come next. */
function fits(tokens: readonly Token[], name: string): boolean {
  let open = reachable(tokens, new Set([0]))
  for (const letter of name) {
    const next = new Set<number>()
    for (const at of open) {
      const token = tokens[at]
      if (token === undefined) continue
      if (token.kind === 'letter') {
        if (token.letter === letter) next.add(at + 1)
      } else if (token.kind === 'any' || letter !== '/') next.add(at)
    }
    if (next.size === 0) return false
    open = reachable(tokens, next)
  }
  return open.has(tokens.length)
}

/** With what lies behind stars that stand for nothing. */
function reachable(tokens: readonly Token[], from: Set<number>): Set<number> {
  // A set is walked in the order of insertion, also through what is added meanwhile.
  for (const at of from) {
    const token = tokens[at]
    if (token !== undefined && token.kind !== 'letter') from.add(at + 1)
  }
  return from
}
