import type { SecretsErrorCode } from './secrets-error.ts'

/** Something to tell a person. */
export interface SecretsNotice {
  readonly code: SecretsErrorCode | 'FILE_UNUSED'
  /** What is the matter, and what to do about it: sentences. */
  readonly reason: string
  readonly remedy: string
}

/** How secrets are kept since they were opened, for people to see. */
export interface SecretsState {
  /** `memory`: they are gone when Berth stops. */
  readonly kind: 'keychain' | 'file' | 'memory'
  /** Whether variables or mounted files add some. */
  readonly environment: boolean
  /** Why it is no better place: one for each that was tried, the best first. */
  readonly notices: readonly SecretsNotice[]
}
