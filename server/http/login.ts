import type { Context } from 'koa'
import type { Authenticator } from '../auth/authenticator.ts'
import { RegistryError } from '../oci/errors.ts'
import { remoteAddress } from './remote-address.ts'

/** Lets a request pass, or throws. Puts the user's name into `ctx.state.user`. */
export type Login = (ctx: Context) => Promise<void> | void

/** @param authenticator absent: everybody passes */
export function createLogin(authenticator: Authenticator | undefined): Login {
  if (!authenticator) return () => {}
  return async (ctx) => {
    const { authorization } = ctx.req.headers
    const asked = authenticator.authenticate(authorization, remoteAddress(ctx.req))
    const result = asked instanceof Promise ? await asked : asked
    if (result.kind === 'ok') {
      ctx.state['user'] = result.user
      return
    }
    if (result.kind === 'slow') {
      ctx.set('Retry-After', String(result.retryAfter))
      throw new RegistryError(
        'TOOMANYREQUESTS',
        'too many logins at once, or too many that failed: wait and try again',
      )
    }
    ctx.set('WWW-Authenticate', authenticator.challenge)
    const why = authorization === undefined ? 'a login is needed' : 'wrong user name or password'
    throw new RegistryError('UNAUTHORIZED', why)
  }
}
