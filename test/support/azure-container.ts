import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob'
import type { ContainerClient } from '@azure/storage-blob'
import { randomUUID } from 'node:crypto'

declare module 'vitest' {
  interface ProvidedContext {
    /** The account of the Azurite that the run started, where it has started one. */
    azureAccount?: AzureAccount
  }
}

/** An Azure Blob storage account, or what stands in for one. */
export interface AzureAccount {
  /** Address of its blob service; no trailing slash. */
  readonly url: string
  readonly accountName: string
  readonly accountKey: string
}

/** A container of such an account. */
export interface AzureContainer extends AzureAccount {
  readonly container: string
}

/** The way into a container for a test that looks at its blobs. */
export interface OpenContainer extends AzureContainer {
  readonly client: ContainerClient
}

/** Makes a new container, under a name of its own when none is given. */
export async function createContainer(
  { url, accountName, accountKey }: AzureAccount,
  name = `berth-${randomUUID()}`,
): Promise<OpenContainer> {
  const credential = new StorageSharedKeyCredential(accountName, accountKey)
  const client = new BlobServiceClient(url, credential).getContainerClient(name)
  await client.create()
  return { url, accountName, accountKey, container: name, client }
}
