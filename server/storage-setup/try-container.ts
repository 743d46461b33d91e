import { randomUUID } from 'node:crypto'
import type { AzureConfig } from '../config/azure-config.ts'
import type { StorageTest } from '../control/storage-contract.ts'
import { openContainer, type AzureContainer } from '../storage/azure-container.ts'
import { serviceCode } from '../storage/azure-errors.ts'
import { reason } from '../storage/azure-explain.ts'
import { behindSlash, holdsBlobs, imagesIn, refuseHierarchy } from '../storage/azure-start.ts'
import { within } from '../storage/deadline.ts'
import { StorageUnavailable } from '../storage/driver.ts'
import { readSas } from '../storage/sas-token.ts'
import { sasProblems } from './read-paste.ts'

/** How long somebody waits for the answer, in milliseconds. */
const PATIENCE = 25_000

/**
 * Whether Berth can keep images there: it lists, writes, reads and deletes. Nothing of it stays, and the
 * container is not made.
 */
export async function tryContainer(config: AzureConfig): Promise<StorageTest> {
  const told = config.credential.kind === 'sas' ? sasProblems(config.credential.token) : []
  if (told.length > 0) return refused(told.join('; '))
  try {
    return await within(PATIENCE, async () => await tryOpen(await openQuickly(config)))
  } catch (error) {
    return explained(error, config)
  }
}

/** With one more try alone: a person waits. */
export async function openQuickly(config: AzureConfig): Promise<AzureContainer> {
  return await openContainer({ ...config, maxRetries: 1 })
}

async function tryOpen(container: AzureContainer): Promise<StorageTest> {
  const found = await imagesIn(container)
  await refuseHierarchy(container, 'this container')
  if (found === 'behind-slash') {
    return { works: false, why: 'old-layout', message: behindSlash(container) }
  }
  const holds =
    found === 'here' ? 'images' : (await holdsBlobs(container, '')) ? 'other' : 'nothing'
  await tryBlob(container)
  return { works: true, holds, ...expiryOf(container.config) }
}

/** @throws StorageUnavailable, or the service's answer */
async function tryBlob(container: AzureContainer): Promise<void> {
  const blob = container.blob(`berth-probe-${randomUUID()}`)
  const bytes = Buffer.from('Berth tries whether it can write here. This may be deleted.')
  await container.ask((abortSignal) => blob.upload(bytes, bytes.length, { abortSignal }))
  try {
    const read = await container.ask((abortSignal) =>
      blob.downloadToBuffer(0, undefined, { abortSignal }),
    )
    if (!read.equals(bytes)) throw new StorageUnavailable('what was written is not what was read')
  } finally {
    await container.ask((abortSignal) => blob.delete({ abortSignal }))
  }
}

function expiryOf({ credential }: AzureConfig): { readonly expiresAt?: number } {
  const expiresAt = credential.kind === 'sas' ? readSas(credential.token).expiresAt : undefined
  return expiresAt === undefined ? {} : { expiresAt }
}

function explained(error: unknown, config: AzureConfig): StorageTest {
  const cause = error instanceof StorageUnavailable ? (error.cause ?? error) : error
  const message = reason(cause, config)
  return serviceCode(cause) === 'ContainerNotFound'
    ? { works: false, why: 'container-missing', message }
    : refused(message)
}

const refused = (message: string): StorageTest => ({ works: false, why: 'refused', message })
