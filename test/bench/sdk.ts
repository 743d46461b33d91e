import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  BlobServiceClient,
  StorageSharedKeyCredential,
  type BlockBlobClient,
} from '@azure/storage-blob'
import type { AzureContainer } from '../support/azure-container.ts'
import { median } from './table.ts'
import { freshContent } from './random-content.ts'

/** How the SDK uploads a stream by itself: its own block size, its own width. */
const blockSize = 8 * 2 ** 20
const width = 5

/** Seconds that Azure's SDK needs to upload so many random bytes. */
export async function sdkUpload(container: AzureContainer, length: number): Promise<number> {
  const blob = newBlob(container)
  const { body } = freshContent(length)
  const started = performance.now()
  await blob.uploadStream(Readable.from(body.pieces, { objectMode: false }), blockSize, width)
  return (performance.now() - started) / 1000
}

/** Median of the seconds that it needs to download them again. */
export async function sdkDownload(
  container: AzureContainer,
  length: number,
  times: number,
): Promise<number> {
  const blob = newBlob(container)
  const { body } = freshContent(length)
  await blob.uploadStream(Readable.from(body.pieces, { objectMode: false }), blockSize, width)
  const seconds: number[] = []
  for (let time = 0; time < times; time++) {
    const started = performance.now()
    const { readableStreamBody } = await blob.download()
    let received = 0
    for await (const chunk of readableStreamBody ?? []) received += chunk.length
    if (received !== length) throw new Error(`received ${received} of ${length} bytes`)
    seconds.push((performance.now() - started) / 1000)
  }
  return median(seconds)
}

function newBlob({ url, accountName, accountKey, container }: AzureContainer): BlockBlobClient {
  const credential = new StorageSharedKeyCredential(accountName, accountKey)
  const service = new BlobServiceClient(url, credential)
  return service.getContainerClient(container).getBlockBlobClient(randomUUID())
}
