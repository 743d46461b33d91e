/** What keeps a text from being a tag. */
export type TagFault =
  | { readonly kind: 'empty' | 'long' | 'start' }
  /** The first letter that no tag may have. */
  | { readonly kind: 'letter'; readonly letter: string }

const MOST = 128

/** https://github.com/opencontainers/distribution-spec: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}` */
export function tagFault(tag: string): TagFault | undefined {
  if (tag === '') return { kind: 'empty' }
  const [letter] = /[^\w.-]/u.exec(tag) ?? []
  if (letter !== undefined) return { kind: 'letter', letter }
  if (/^[.-]/.test(tag)) return { kind: 'start' }
  return tag.length > MOST ? { kind: 'long' } : undefined
}
