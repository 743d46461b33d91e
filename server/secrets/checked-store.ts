import { checkName, checkValue } from './secret-rules.ts'
import type { SecretStore } from './secret-store.ts'

/**
 * The store with names and values checked on their way in, so that none behind it has to.
 *
 * @throws SecretsError INVALID_NAME or INVALID_VALUE, besides what the store throws
 */
export function checked(store: SecretStore): SecretStore {
  return {
    get: async (name) => {
      checkName(name)
      return await store.get(name)
    },
    set: async (name, value) => {
      checkName(name)
      checkValue(value)
      await store.set(name, value)
    },
    delete: async (name) => {
      checkName(name)
      return await store.delete(name)
    },
    list: () => store.list(),
  }
}
