/** Who asks a registry; it is told to that registry and its token service, to nobody else. */
export type Login =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** A token of a token service, for which it gives others: "identity token", "refresh token". */
  | { readonly kind: 'token'; readonly token: string }

/** The user by which Azure Container Registry knows that the password is a refresh token. */
export const AZURE_TOKEN_USER = '00000000-0000-0000-0000-000000000000'

/** With name and password. */
export function passwordLogin(user: string, password: string): Login {
  return user === AZURE_TOKEN_USER ? tokenLogin(password) : { kind: 'password', user, password }
}

/** With a token for which the registry's token service gives others. */
export function tokenLogin(token: string): Login {
  return { kind: 'token', token }
}

/** What to send as `Authorization` (RFC 7617). */
export function basicHeader(login: Login): string {
  const [user, password] =
    login.kind === 'password' ? [login.user, login.password] : [AZURE_TOKEN_USER, login.token]
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

/** What of it may be wrong, for a person. */
export function wordFor(login: Login): string {
  return login.kind === 'token' ? 'token' : 'user or password'
}
