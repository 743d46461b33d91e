import type { Context } from 'koa'
import { RegistryError } from '../oci/errors.ts'

/** Somebody failed to log in too often, or too many try at once: to be tried again after so many seconds. */
export function tooMany(ctx: Context, seconds: number): RegistryError {
  ctx.set('Retry-After', String(seconds))
  const why = 'too many logins at once, or too many that failed: wait and try again'
  return new RegistryError('TOOMANYREQUESTS', why)
}
