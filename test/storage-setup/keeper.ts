import { openMemory } from '../../server/secrets/memory.ts'
import type { SecretStore } from '../../server/secrets/secret-store.ts'
import type { SecretsKeeper } from '../../server/secrets/secrets-keeper.ts'
import type { SecretsState } from '../../server/secrets/secrets-state.ts'

/**
 * Secrets in memory that pass for a keychain's.
 *
 * @param over what it does otherwise, such as to fail
 */
export async function keeperOf(
  kept: Readonly<Record<string, string>> = {},
  over: Partial<SecretStore> & { readonly state?: SecretsState } = {},
): Promise<SecretsKeeper> {
  const store = openMemory()
  for (const [name, value] of Object.entries(kept)) await store.set(name, value)
  const state: SecretsState = { kind: 'keychain', environment: false, notices: [] }
  const secrets = { ...store, state, close: () => {}, ...over }
  return { open: async () => secrets, close: () => {} }
}
