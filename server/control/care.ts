import type { Caller } from './contract.ts'
import type { CareStatus } from './care-contract.ts'

/** What is done with storage, for the console; the methods are those of the contract. */
export interface CareDesk {
  status(): CareStatus | Promise<CareStatus>
  /** @throws ControlError CONFLICT while something else is done, here and below */
  measure(by: CareAsker): void
  free(options: {
    readonly untagged: boolean
    readonly dryRun: boolean
    readonly by: CareAsker
  }): void
  check(options: { readonly digests: boolean; readonly by: CareAsker }): void
  /** Stops what is done, whoever began it. */
  cancel(): void
}

/** A person at the console. */
export interface CareAsker extends Caller {
  readonly via: 'console'
}
