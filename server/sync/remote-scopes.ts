import { HAVE_PATH } from '../oci/have.ts'
import { asRepositoryName } from '../oci/name.ts'
import type { AskRemote } from './remote-http.ts'
import { CATALOG_SCOPE, pullScope, pushScope, type Scope } from './scope.ts'

/** The same, each request with a token for what it does and no more: one a repository. */
export function scoped(ask: AskRemote): AskRemote {
  return async (request) =>
    await ask({ scope: scopeOf(request.method, String(request.path)), ...request })
}

const PATH = /\bv2\/(.+?)\/(?:manifests|blobs|tags|referrers)\//

function scopeOf(method: string, path: string): Scope {
  if (path.includes('v2/_catalog') || path.includes(HAVE_PATH)) return CATALOG_SCOPE
  const name = asRepositoryName(PATH.exec(path)?.[1] ?? '')
  if (!name) return ''
  if (method === 'DELETE') return `repository:${name}:delete`
  const own = method === 'GET' || method === 'HEAD' ? pullScope(name) : pushScope(name)
  const from = asRepositoryName(/[?&]from=([^&]+)/.exec(path)?.[1]?.replaceAll('%2F', '/') ?? '')
  return from ? `${own} ${pullScope(from)}` : own
}
