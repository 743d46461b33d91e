import type { Authenticator, AuthResult } from './authenticator.ts'
import { parseBasic } from './basic.ts'

/** Told how a login ended; whose it was where there is such a user, as what else stands there may be a password. */
export type LoginListener = (
  result: 'ok' | 'failed' | 'slow',
  about: { readonly remote: string; readonly user?: string },
) => void

/** The same authenticator; somebody is told of each login that it is asked about. */
export function observedAuthenticator(
  authenticator: Authenticator,
  onLogin: LoginListener,
): Authenticator {
  async function tellFailure(header: string, remote: string): Promise<void> {
    const user = parseBasic(header)?.user
    const isKnown = user !== undefined && (await authenticator.stampOf(user)) !== undefined
    onLogin('failed', { remote, ...(isKnown && { user }) })
  }

  function tell(result: AuthResult, header: string | undefined, remote: string): AuthResult {
    if (result.kind === 'ok') onLogin('ok', { remote, user: result.user })
    else if (result.kind === 'slow') onLogin('slow', { remote })
    // Most clients ask without one first.
    else if (header !== undefined) void tellFailure(header, remote).catch(() => {})
    return result
  }

  return {
    challenge: authenticator.challenge,
    stampOf: (user) => authenticator.stampOf(user),
    close: () => authenticator.close(),
    authenticate(header, remote) {
      const asked = authenticator.authenticate(header, remote)
      return asked instanceof Promise
        ? asked.then((result) => tell(result, header, remote))
        : tell(asked, header, remote)
    },
  }
}
