import type { RepositoryName } from '../oci/name.ts'

/** What a token is for, as token services name it (distribution "Token Scope"); several are parted by a space. */
export type Scope = string

/** To list the repositories. */
export const CATALOG_SCOPE: Scope = 'registry:catalog:*'

export function pullScope(name: RepositoryName): Scope {
  return `repository:${name}:pull`
}

export function pushScope(name: RepositoryName): Scope {
  return `repository:${name}:pull,push`
}

/** The scope that covers this one as well, if there is one: who may push may pull. */
export function widerScope(scope: Scope): Scope | undefined {
  return /^repository:[^ ]+:pull$/.test(scope) ? `${scope},push` : undefined
}
