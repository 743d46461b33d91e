import { RegistryError } from '../oci/errors.ts'
import { sendJson, type Call } from './call.ts'
import { remoteAddress } from './remote-address.ts'
import { tooMany } from './too-many.ts'

/**
 * `GET /v2/token`: Docker's token protocol (distribution "Token Authentication Specification"). With a
 * password in the Basic scheme for that user, without one for somebody who has not logged in. What the
 * token is wanted for does not matter: it says who, and the rules decide when it is used.
 */
export async function getToken(call: Call): Promise<void> {
  const { tokenService: service } = call
  if (!service) throw new RegistryError('NAME_UNKNOWN', 'this registry gives no tokens')
  const user = await userOf(call, service)
  const { token, expiresIn, issuedAt } = await service.tokens.issue(user)
  call.ctx.set('Cache-Control', 'no-store')
  sendJson(call, {
    token,
    access_token: token,
    expires_in: expiresIn,
    issued_at: new Date(issuedAt).toISOString(),
  })
}

/** Clients that try OAuth 2 first turn to GET on this. */
export function refuseOauth(): void {
  throw new RegistryError('NAME_UNKNOWN', 'there is no OAuth 2 here: GET the token')
}

async function userOf(
  { ctx, request }: Call,
  { authenticator, isOpen }: NonNullable<Call['tokenService']>,
): Promise<string | undefined> {
  const { authorization } = request.headers
  if (authorization === undefined && isOpen) return undefined
  const result = await authenticator.authenticate(authorization, remoteAddress(request))
  if (result.kind === 'ok') return result.user
  if (result.kind === 'slow') throw tooMany(ctx, result.retryAfter)
  ctx.set('WWW-Authenticate', authenticator.challenge)
  throw new RegistryError('UNAUTHORIZED', 'wrong user name or password')
}
