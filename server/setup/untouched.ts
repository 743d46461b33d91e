import type { Loaded, Origin } from '../config/load.ts'

/**
 * Whether nobody has configured this Berth: it uses its own file, which is not there, and no variable of
 * the registry's is set.
 */
export function isUntouched({ own, env }: Origin, { written }: Pick<Loaded, 'written'>): boolean {
  // A file has a version, or is refused.
  if (own !== true || written('version') !== undefined) return false
  return !Object.entries(env).some(([name, value]) => name.startsWith('REGISTRY_') && value)
}
