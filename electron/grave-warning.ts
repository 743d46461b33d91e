import type { RegistryStatus, Warning } from '../server/control/registry-contract.ts'

/** What keeps the registry from its work, and is worth an interruption; undefined for nothing. */
export function graveWarning({ warnings }: RegistryStatus): Warning | undefined {
  return warnings.find(({ id }) => id === 'not-started' || id === 'storage-away')
}
