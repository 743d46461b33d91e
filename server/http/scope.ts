import { asRepositoryName } from '../oci/name.ts'
import type { Match } from './routes.ts'

/** What Docker's token protocol calls a repository and the actions in question; undefined where there is none. */
export function scopeOf({ route, path }: Match, method: string): string | undefined {
  if (route.isCatalog) return 'registry:catalog:*'
  const action = route.methods[method]?.action
  const name = asRepositoryName(path[0] ?? '')
  if (action === undefined || name === undefined) return undefined
  // Whoever pushes looks first what is there.
  return `repository:${name}:${action === 'push' ? 'pull,push' : action}`
}
