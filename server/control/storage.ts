import type { ConfiguredAzure } from '../config/azure-config.ts'
import type { StorageConfig } from '../config/config.ts'
import type { Input, MethodName, Output } from './contract.ts'

type StorageMethod = Extract<MethodName, `storage.${string}`>

/** What stands behind the methods about where images live, by the word after the dot. */
export type StorageSetup = {
  readonly [M in StorageMethod as M extends `storage.${infer Word}` ? Word : never]: (
    input: Input<M>,
    signal?: AbortSignal,
  ) => Promise<Output<M>>
}

/** A place that is to be written into the configuration. */
export type StorageChoice =
  | { readonly kind: 'filesystem'; readonly folder: string }
  | (Pick<ConfiguredAzure, 'accountName' | 'container' | 'rootDirectory'> & {
      readonly kind: 'azure'
      /** Absent for the usual one of the account. */
      readonly serviceUrl?: URL
      readonly credential: 'keychain' | 'default_credentials'
    })

/** Where images live, as the configuration has it. */
export interface StorageSettings {
  /** As it is written now. */
  chosen(): StorageConfig['driver']
  /** As it was when the registry was started. */
  readonly atStart: StorageConfig['driver']
  /** What precedes the file, such as `--data` or `REGISTRY_STORAGE_AZURE_CONTAINER`. */
  fixedBy(): string | undefined
  /** @throws ControlError when something precedes the file, or it cannot be written; then it is as before */
  choose(choice: StorageChoice): Promise<void>
}
