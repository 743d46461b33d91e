import { widerScope, type Scope } from './scope.ts'
import type { Token } from './token.ts'

/** The tokens of one token service: one a scope, fetched when it is first needed, and again before it ends. */
export interface Tokens {
  /** Who asks while it is fetched waits for the same. @throws what fetching it throws */
  get(scope: Scope): Promise<Token>
  /** Of a token that the registry did not take. Others have perhaps fetched a new one already; that stays. */
  forget(value: string): void
}

interface Entry {
  readonly fetched: Promise<Token>
  /** Once it is there. */
  token?: Token
}

/** Tokens that are kept at most; the oldest goes. */
const MOST = 256

export function createTokens(fetch: (scope: Scope) => Promise<Token>): Tokens {
  const entries = new Map<Scope, Entry>()

  const isFresh = ({ token }: Entry): boolean => token === undefined || token.staleAt > Date.now()

  function known(scope: Scope): Promise<Token> | undefined {
    const widerThan = widerScope(scope)
    const wider = widerThan === undefined ? undefined : entries.get(widerThan)
    if (wider?.token && isFresh(wider)) return wider.fetched
    const entry = entries.get(scope)
    return entry && isFresh(entry) ? entry.fetched : undefined
  }

  function begin(scope: Scope): Promise<Token> {
    const entry: Entry = { fetched: fetch(scope) }
    entries.delete(scope)
    entries.set(scope, entry)
    const remove = (): void => {
      if (entries.get(scope) === entry) entries.delete(scope)
    }
    entry.fetched.then((token) => void (entry.token = token), remove)
    const [oldest] = entries.keys()
    if (entries.size > MOST && oldest !== undefined) entries.delete(oldest)
    return entry.fetched
  }

  return {
    get: (scope) => known(scope) ?? begin(scope),
    forget(value) {
      for (const [scope, { token }] of entries) if (token?.value === value) entries.delete(scope)
    },
  }
}
