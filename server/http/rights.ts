import type { Context } from 'koa'
import type { Access } from '../auth/access.ts'
import { asRepositoryName } from '../oci/name.ts'
import type { Call } from './call.ts'
import type { Login } from './login.ts'
import type { Endpoint, Match } from './routes.ts'

/** What the caller may do, by the rules. */
export type Rights = NonNullable<Call['may']>

/** Absent where there are no rules, and all may do all. */
export function rightsOf(ctx: Context, access: Access | undefined): Rights | undefined {
  if (!access) return undefined
  const user = ctx.state['user'] as string | undefined
  return (repository, action) => access.allows(user, repository, action)
}

/**
 * What is no name is refused by its handler, with the reason.
 *
 * @throws RegistryError DENIED, or UNAUTHORIZED where a login could help
 */
export function checkRights(
  ctx: Context,
  match: Match,
  { action }: Endpoint,
  access: Access,
  login: Login,
): void {
  const { route, path } = match
  if (route.open || route.isBase || route.isCatalog) return
  if (route.isWhole) return checkWhole(ctx, match, access, login)
  const name = asRepositoryName(path[0] ?? '')
  const user = ctx.state['user'] as string | undefined
  if (name === undefined || access.allows(user, name, action)) return
  throw login.refusal(ctx, match, `the rules of this registry do not let you ${action} ${name}`)
}

function checkWhole(ctx: Context, match: Match, access: Access, login: Login): void {
  if (access.allowsAll(ctx.state['user'] as string | undefined)) return
  const why = 'only users who may do everything to every repository may do this'
  throw login.refusal(ctx, match, why)
}
