import { RemoteError } from './remote-error.ts'

/** Says who asks, to registries that want to know. */
export interface Login {
  /**
   * What to send as `Authorization` (RFC 9110).
   * @param challenge what the registry wants, its `WWW-Authenticate`
   * @param scope what is to be done, as token services name it: `repository:team/app:pull,push`
   */
  authorization(challenge: string, scope: string): Promise<string | undefined>
}

/** With name and password (RFC 7617). */
export function basicLogin(user: string, password: string): Login {
  const header = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  return {
    authorization: async (challenge) => (/\bbasic\b/i.test(challenge) ? header : undefined),
  }
}

/** @throws RemoteError saying what to do */
export function refusedLogin(url: URL, challenge: string, wasAsked: boolean): RemoteError {
  if (wasAsked) return new RemoteError(url, 'it refuses this user or password', { status: 401 })
  const isBasic = /\bbasic\b/i.test(challenge)
  const why = isBasic
    ? 'it asks for a login'
    : 'it asks for a login of a kind that is not known here'
  return new RemoteError(url, why, { status: 401 })
}
