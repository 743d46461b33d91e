import type { ContainerClient } from '@azure/storage-blob'
import type { AzureConfig } from '../../server/config/azure-config.ts'
import { openAzure } from '../../server/storage/azure.ts'
import type { StorageDriver } from '../../server/storage/driver.ts'
import type { OpenContainer } from '../support/azure-container.ts'
import type { AzureService } from '../support/azurite.ts'
import { azureConfig } from './azure-config.ts'

/** A container for one test, which drivers share as processes would. */
export interface AzurePlace {
  readonly azure: OpenContainer
  /** Looks behind the backs of the drivers. */
  readonly client: ContainerClient
  /** Another driver on it. */
  open(over?: Partial<AzureConfig>): Promise<StorageDriver>
  /** The kind and the text of a blob; undefined where there is none. */
  look(name: string): Promise<readonly [kind: string | undefined, text: string] | undefined>
}

export async function newPlace(azurite: AzureService): Promise<AzurePlace> {
  const azure = await azurite.container()
  const { client } = azure
  return {
    azure,
    client,
    open: (over) => openAzure({ ...azureConfig(azurite, azure.container), ...over }),
    async look(name) {
      const blob = client.getBlobClient(name)
      if (!(await blob.exists())) return undefined
      const { blobType } = await blob.getProperties()
      return [blobType, (await blob.downloadToBuffer()).toString()]
    },
  }
}

/** Two drivers on one container, as two processes have. */
export async function openTwo(
  azurite: AzureService,
): Promise<readonly [StorageDriver, StorageDriver]> {
  const place = await newPlace(azurite)
  return [await place.open(), await place.open()]
}

/** Writes an append blob, block by block, as CNCF Distribution does. */
export async function writeAsDistribution(
  { client }: AzurePlace,
  name: string,
  ...blocks: readonly string[]
): Promise<void> {
  const blob = client.getAppendBlobClient(name)
  await blob.create()
  for (const block of blocks) await blob.appendBlock(block, Buffer.byteLength(block))
}
