/**
 * Why a passphrase is asked for: to begin a file of secrets, to open the one that is there, or
 * because the last one does not open it.
 */
export type PassphraseWish = 'new' | 'known' | 'wrong'

/** Asks for a passphrase; `undefined` when there is none to be had. */
export type AskPassphrase = (wish: PassphraseWish) => Promise<string | undefined>

const VARIABLE = 'BERTH_SECRETS_PASSPHRASE'

/** The passphrase in `BERTH_SECRETS_PASSPHRASE`; where that is not set, what `ask` says. */
export function passphraseFrom(env: NodeJS.ProcessEnv, ask?: AskPassphrase): AskPassphrase {
  const given = env[VARIABLE]
  if (given) return (wish) => Promise.resolve(wish === 'wrong' ? undefined : given)
  return async (wish) => (await ask?.(wish)) || undefined
}
