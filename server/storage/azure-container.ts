import {
  AnonymousCredential,
  BlobServiceClient,
  StorageSharedKeyCredential,
  type BlockBlobClient,
  type ContainerClient,
} from '@azure/storage-blob'
import type { TokenCredential } from '@azure/identity'
import type { AzureConfig } from '../config/azure-config.ts'
import { isAnswer } from './azure-errors.ts'
import { explain } from './azure-explain.ts'
import { within } from './deadline.ts'
import { StorageUnavailable } from './driver.ts'

/** The container as the parts of the driver use it. */
export interface AzureContainer {
  readonly config: AzureConfig
  readonly service: BlobServiceClient
  readonly client: ContainerClient
  /** The name of the blob at a path, or what the names of all below a folder begin with. */
  nameOf(path: string): string
  blob(path: string): BlockBlobClient
  /**
   * One operation, all its retries included.
   * @param bytes that it sends, which take their time
   * @throws what the service answers where a driver knows what to do (`isAnswer`), else StorageUnavailable
   */
  ask<T>(work: (signal: AbortSignal) => Promise<T>, bytes?: number): Promise<T>
}

/** How long an operation may take, in milliseconds, and what each byte it sends adds: 32 KiB/s are slow, but move. */
const PATIENCE = 60_000
const PER_BYTE = 1_000 / (32 * 1024)
/** The longest wait between two tries, in milliseconds. */
const LONGEST_DELAY = 10_000

/** @param login instead of the one that the configuration names */
export async function openContainer(
  config: AzureConfig,
  login?: TokenCredential,
): Promise<AzureContainer> {
  const service = await openService(config, login)
  const client = service.getContainerClient(config.container)
  const nameOf = (path: string): string => [config.rootDirectory, path].filter(Boolean).join('/')
  return {
    config,
    service,
    client,
    nameOf,
    blob: (path) => client.getBlockBlobClient(nameOf(path)),
    async ask(work, bytes = 0) {
      try {
        return await within(PATIENCE + bytes * PER_BYTE, work)
      } catch (error) {
        if (isAnswer(error)) throw error
        throw new StorageUnavailable(explain(error, config), { cause: error })
      }
    },
  }
}

async function openService(config: AzureConfig, login?: TokenCredential) {
  const { serviceUrl, accountName, credential } = config
  const url = serviceUrl.href.replace(/\/$/, '')
  const options = {
    retryOptions: {
      maxTries: config.maxRetries + 1,
      retryDelayInMs: config.retryDelay,
      maxRetryDelayInMs: Math.max(LONGEST_DELAY, config.retryDelay),
    },
    userAgentOptions: { userAgentPrefix: 'berth' },
  }
  if (login) return new BlobServiceClient(url, login, options)
  switch (credential.kind) {
    case 'shared-key': {
      const key = new StorageSharedKeyCredential(accountName, credential.accountKey)
      return new BlobServiceClient(url, key, options)
    }
    case 'sas':
      return new BlobServiceClient(`${url}?${credential.token}`, new AnonymousCredential(), options)
    case 'signed-in':
      return new BlobServiceClient(url, credential.login, options)
    case 'client-secret':
    case 'default':
      return new BlobServiceClient(url, await openLogin(config), options)
  }
}

/** Microsoft Entra's login of this machine or of an application; its library is loaded only when it is used. */
async function openLogin({ credential, serviceUrl }: AzureConfig): Promise<TokenCredential> {
  const { ClientSecretCredential, DefaultAzureCredential } = await import('@azure/identity')
  const authorityHost = authorityOf(serviceUrl.hostname)
  if (credential.kind === 'client-secret') {
    const { tenantId, clientId, secret } = credential
    return new ClientSecretCredential(tenantId, clientId, secret, { authorityHost })
  }
  const { tenantId, clientId } = credential.kind === 'default' ? credential : {}
  return new DefaultAzureCredential({
    authorityHost,
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(clientId === undefined ? {} : { managedIdentityClientId: clientId }),
  })
}

/** The clouds of Azure have logins of their own. */
function authorityOf(host: string): string {
  if (host.endsWith('.chinacloudapi.cn')) return 'https://login.chinacloudapi.cn'
  if (host.endsWith('.usgovcloudapi.net')) return 'https://login.microsoftonline.us'
  return 'https://login.microsoftonline.com'
}
