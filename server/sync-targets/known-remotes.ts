import type { Login } from '../sync/remote-login.ts'

/** Other registries that are saved, as far as a sync needs them. */
export interface KnownRemotes {
  get(name: string): Promise<{ readonly name: string; readonly url: string } | undefined>
  /** Undefined where it takes everybody. @throws Error that says what to do */
  loginOf(name: string): Promise<Login | undefined>
  noteUse(name: string): Promise<void>
}

/** Where none can be saved. */
export const NO_REMOTES: KnownRemotes = {
  get: async () => undefined,
  loginOf: async () => undefined,
  noteUse: async () => {},
}
