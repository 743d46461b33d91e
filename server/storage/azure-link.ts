import {
  BlobSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
  type UserDelegationKey,
} from '@azure/storage-blob'
import type { AzureContainer } from './azure-container.ts'
import type { StorageDriver } from './driver.ts'

const MINUTE = 60_000
/** How long a link works. A download that has begun goes on. */
const VALID = 20 * MINUTE
/** Clocks differ. */
const BACKDATED = 5 * MINUTE
/** How long a key for signing is asked for, and when before its end another one. */
const KEY_VALID = 6 * 60 * MINUTE
const KEY_RENEWED = 30 * MINUTE

/** `link`: a signed address for one blob, to be read only (learn.microsoft.com "Create a service SAS"). */
export function createLink(container: AzureContainer): NonNullable<StorageDriver['link']> {
  const { config, nameOf, blob } = container
  const delegation = createDelegation(container)
  const { credential, accountName } = config

  return async (path) => {
    if (credential.kind === 'sas') return undefined
    const now = Date.now()
    const values = {
      containerName: config.container,
      blobName: nameOf(path),
      permissions: BlobSASPermissions.parse('r'),
      startsOn: new Date(now - BACKDATED),
      expiresOn: new Date(now + VALID),
      contentType: 'application/octet-stream',
      ...(config.serviceUrl.protocol === 'https:' ? { protocol: SASProtocol.Https } : {}),
    }
    const signed =
      credential.kind === 'shared-key'
        ? generateBlobSASQueryParameters(
            values,
            new StorageSharedKeyCredential(accountName, credential.accountKey),
          )
        : generateBlobSASQueryParameters(values, await delegation(now), accountName)
    return new URL(`${blob(path).url}?${signed.toString()}`)
  }
}

/** A key in the name of the identity that is logged in; asked for now and then, by one request at a time. */
function createDelegation({ service, ask }: AzureContainer) {
  let key: Promise<UserDelegationKey> | undefined
  let renewal = 0
  return (now: number): Promise<UserDelegationKey> => {
    if (!key || now >= renewal) {
      renewal = now + KEY_VALID - KEY_RENEWED
      const [from, until] = [new Date(now - BACKDATED), new Date(now + KEY_VALID)]
      key = ask((abortSignal) => service.getUserDelegationKey(from, until, { abortSignal }))
      key.catch(() => (renewal = 0))
    }
    return key
  }
}
