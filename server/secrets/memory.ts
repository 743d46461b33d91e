import type { SecretStore } from './secret-store.ts'

/** Secrets that are gone when the process ends. */
export function openMemory(): SecretStore {
  const values = new Map<string, string>()
  return {
    get: (name) => Promise.resolve(values.get(name)),
    set: (name, value) => Promise.resolve(void values.set(name, value)),
    delete: (name) => Promise.resolve(values.delete(name)),
    list: () => Promise.resolve([...values.keys()].toSorted()),
  }
}
