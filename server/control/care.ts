import type { CareStatus } from './care-contract.ts'

/** What is done with storage, for the console; the methods are those of the contract. */
export interface CareDesk {
  status(): CareStatus | Promise<CareStatus>
  /** @throws ControlError CONFLICT while something else is done, here and below */
  measure(): void
  free(options: { readonly untagged: boolean; readonly dryRun: boolean }): void
  check(options: { readonly digests: boolean }): void
  cancel(): void
}
