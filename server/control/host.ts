import type { RegistryStatus } from './contract.ts'

/** The program around a registry: what only it knows, and can do. */
export interface ControlHost {
  status(): Pick<RegistryStatus, 'state' | 'startedAt' | 'addresses' | 'pushHost'> & {
    /** Why storage is away. */
    readonly reason?: string
  }
  /** Resolves when the registry serves again. */
  start?(): Promise<void>
  /** Resolves when the registry serves nobody any more. */
  stop?(): Promise<void>
}
