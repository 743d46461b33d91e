import type { TokenCredential } from '@azure/identity'

/** A container that images are kept in, and what opens it. Times are milliseconds. */
export interface AzureConfig<C = AzureCredential> {
  readonly kind: 'azure'
  /** `https://ACCOUNT.blob.core.windows.net`, or with a path for an emulator. */
  readonly serviceUrl: URL
  readonly accountName: string
  readonly container: string
  /** What stands before `docker/registry/v2` in the names of blobs: no slash at its ends, may be empty. */
  readonly rootDirectory: string
  readonly credential: C
  /** Tries after the first that failed. */
  readonly maxRetries: number
  /** Before the first of those tries; fits in one timer. */
  readonly retryDelay: number
}

/** As it is written: its credential may be kept elsewhere. */
export type ConfiguredAzure = AzureConfig<AzureCredential | KeptCredential>

/** How Berth proves to Azure who it is. */
export type AzureCredential =
  | { readonly kind: 'shared-key'; readonly accountKey: string }
  /** `token` without the `?`. It cannot sign links for others. */
  | { readonly kind: 'sas'; readonly token: string }
  | {
      readonly kind: 'client-secret'
      readonly tenantId: string
      readonly clientId: string
      readonly secret: string
    }
  /** Somebody signed in to Microsoft Entra; no configuration says so, but what Berth keeps. */
  | { readonly kind: 'signed-in'; readonly login: TokenCredential }
  /** What the machine has: a managed identity, a workload identity, the Azure CLI's login. */
  | { readonly kind: 'default'; readonly tenantId?: string; readonly clientId?: string }

/**
 * What Berth's secrets hold under `storage/azure`: known only when they were asked, which takes its
 * time (`storage-setup/kept-login.ts`).
 */
export interface KeptCredential {
  readonly kind: 'keychain'
}
