import type { TokenCredential } from '@azure/identity'
import type { AzureConfig } from '../config/azure-config.ts'
import { createAppend, MARK } from './azure-append.ts'
import { streamBody } from './azure-body.ts'
import { openContainer, type AzureContainer } from './azure-container.ts'
import { isAbsent, isBehindEnd } from './azure-errors.ts'
import { explain } from './azure-explain.ts'
import { createLink } from './azure-link.ts'
import { createList, createScan } from './azure-list.ts'
import { prepareContainer } from './azure-start.ts'
import { createAzureTidying } from './azure-tidying.ts'
import { createAzureWrites } from './azure-writes.ts'
import {
  StorageUnavailable,
  type ByteRange,
  type ObjectStat,
  type OpenObject,
  type StorageDriver,
} from './driver.ts'
import { memoryBody } from './memory-body.ts'

/**
 * Storage in a container of Azure Blob Storage, which any number of processes may share: what they know
 * lies in the container alone. Blobs are block blobs named by their paths; those that CNCF Distribution
 * wrote are read as well, append blobs among them.
 *
 * @param login instead of the one that the configuration names
 * @throws StorageUnavailable when the container cannot be used, and cannot be made
 */
export async function openAzure(
  config: AzureConfig,
  login?: TokenCredential,
): Promise<StorageDriver> {
  const container = await openContainer(config, login)
  await prepareContainer(container)
  return azureDriver(container)
}

function azureDriver(container: AzureContainer): StorageDriver {
  const { client, blob, ask, nameOf } = container
  const open = (path: string, range?: ByteRange): Promise<OpenObject | undefined> =>
    openBlob(container, path, range)
  const stat = (path: string): Promise<ObjectStat | undefined> => statBlob(container, path)

  return {
    exclusive: false,
    stat,
    open,
    append: createAppend(container, open),
    ...createAzureWrites(container, stat),
    ...createAzureTidying(container),
    list: createList(container),
    scan: createScan(container),
    link: createLink(container),

    read: (path) =>
      unlessAbsent(
        ask(async (abortSignal) => {
          const { readableStreamBody } = await blob(path).download(0, undefined, { abortSignal })
          const chunks = await Array.fromAsync(readableStreamBody ?? [])
          return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)))
        }),
      ),

    async check() {
      const pages = client.listBlobsFlat({ prefix: nameOf('docker') }).byPage({ maxPageSize: 1 })
      await ask(() => pages.next())
    },

    close: async () => {},
  }
}

async function openBlob(
  container: AzureContainer,
  path: string,
  range: ByteRange | undefined,
): Promise<OpenObject | undefined> {
  const first = range?.first ?? 0
  const last = range?.last ?? Number.MAX_SAFE_INTEGER
  const count = last < Number.MAX_SAFE_INTEGER ? last - first + 1 : undefined
  try {
    const found = await container.ask((abortSignal) =>
      container.blob(path).download(first, count, { abortSignal, maxRetryRequests: 3 }),
    )
    const { readableStreamBody, contentRange, contentLength = 0 } = found
    if (isUnfinishedCopy(found.copyStatus) || !readableStreamBody) return undefined
    const size = Number(contentRange?.split('/')[1] ?? contentLength)
    const unavailable = (cause: unknown): Error =>
      new StorageUnavailable(explain(cause, container.config), { cause })
    return { size, body: streamBody(readableStreamBody, unavailable) }
  } catch (error) {
    if (isAbsent(error)) return undefined
    if (!isBehindEnd(error)) throw error
    const found = await statBlob(container, path)
    return found && { size: found.size, body: memoryBody(Buffer.alloc(0)) }
  }
}

async function statBlob(
  { ask, blob }: AzureContainer,
  path: string,
): Promise<ObjectStat | undefined> {
  const found = await unlessAbsent(ask((abortSignal) => blob(path).getProperties({ abortSignal })))
  if (!found || isUnfinishedCopy(found.copyStatus)) return undefined
  const { contentLength = 0, lastModified = new Date(0), etag, metadata } = found
  const mark = metadata?.[MARK]
  return {
    size: contentLength,
    modified: lastModified,
    ...(etag === undefined ? {} : { version: etag }),
    ...(mark === undefined ? {} : { mark }),
  }
}

/** A blob that the service is still copying, or has given up copying, is not there. */
function isUnfinishedCopy(status: string | undefined): boolean {
  return status !== undefined && status !== 'success'
}

async function unlessAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}
