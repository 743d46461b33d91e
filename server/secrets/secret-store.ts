/** A place for passwords, keys and tokens. Every method rejects with a `SecretsError`. */
export interface SecretStore {
  /** The value, or `undefined` when there is none of that name. */
  get(name: string): Promise<string | undefined>
  /** Stores the value, in place of an older one. */
  set(name: string, value: string): Promise<void>
  /** @returns whether there was one */
  delete(name: string): Promise<boolean>
  /** The names, sorted; never a value. */
  list(): Promise<readonly string[]>
}
