import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  BlobServiceClient,
  ContainerSASPermissions,
  StorageSharedKeyCredential,
} from '@azure/storage-blob'
import type { AzureAccount, OpenContainer } from '../support/azure-container.ts'

const HOUR = 3_600_000

/** A SAS of one container, without the `?`. */
export async function containerSas(
  { client }: OpenContainer,
  { rights = 'racwdl', hours = 48 }: { readonly rights?: string; readonly hours?: number } = {},
): Promise<string> {
  const url = await client.generateSasUrl({
    permissions: ContainerSASPermissions.parse(rights),
    startsOn: new Date(Date.now() - 9 * HOUR),
    expiresOn: new Date(Date.now() + hours * HOUR),
  })
  return new URL(url).search.slice(1)
}

/** A SAS of all containers. */
export function accountSas({ url, accountName, accountKey }: AzureAccount): string {
  const service = new BlobServiceClient(
    url,
    new StorageSharedKeyCredential(accountName, accountKey),
  )
  const signed = service.generateAccountSasUrl(
    new Date(Date.now() + HOUR),
    AccountSASPermissions.parse('rwdlac'),
    AccountSASResourceTypes.parse('sco').toString(),
  )
  return new URL(signed).search.slice(1)
}

export const connectionStringOf = ({ url, accountName, accountKey }: AzureAccount): string =>
  `DefaultEndpointsProtocol=http;AccountName=${accountName};AccountKey=${accountKey};BlobEndpoint=${url};`

/** A key of the right form that no account has. */
export const WRONG_KEY = Buffer.alloc(64, 'wrong').toString('base64')
