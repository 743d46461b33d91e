/** What keeps a text from being the name of a repository. */
export type RepositoryFault =
  | { readonly kind: 'empty' | 'long' | 'form' | 'capital' }
  /** The first letter that no repository may have. */
  | { readonly kind: 'letter'; readonly letter: string }

const MOST = 255
/** https://github.com/opencontainers/distribution-spec: `<name>` */
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/

export function repositoryFault(name: string): RepositoryFault | undefined {
  if (name === '') return { kind: 'empty' }
  if (/[A-Z]/.test(name)) return { kind: 'capital' }
  const [letter] = /[^a-z0-9._/-]/u.exec(name) ?? []
  if (letter !== undefined) return { kind: 'letter', letter }
  if (name.length > MOST) return { kind: 'long' }
  return name.split('/').every((part) => COMPONENT.test(part)) ? undefined : { kind: 'form' }
}
