import type { AzureConfig } from '../config/azure-config.ts'
import { ControlError } from '../control/control-error.ts'
import type { ContainerList } from '../control/storage-contract.ts'
import { reason } from '../storage/azure-explain.ts'
import { within } from '../storage/deadline.ts'
import { StorageUnavailable } from '../storage/driver.ts'
import { openQuickly } from './try-container.ts'

/** As many as are worth a look. */
const MOST = 200
/** How long somebody waits, in milliseconds. */
const PATIENCE = 20_000

/** @throws ControlError UNAVAILABLE, with what is wrong and what to do */
export async function listContainers(config: AzureConfig): Promise<ContainerList> {
  return await explaining(config, async (signal) => {
    // The client wants a name, whichever.
    const { service } = await openQuickly({ ...config, container: '$root' })
    const pages = service.listContainers({ abortSignal: signal }).byPage({ maxPageSize: MOST })
    const page = await pages.next()
    const items = page.done ? [] : page.value.containerItems
    const more = !page.done && Boolean(page.value.continuationToken)
    // `$logs` and its like are Azure's own.
    return { names: items.map(({ name }) => name).filter((name) => !name.startsWith('$')), more }
  })
}

/** Makes it unless it is there. @throws ControlError UNAVAILABLE, with what is wrong and what to do */
export async function createContainer(config: AzureConfig): Promise<void> {
  await explaining(config, async (abortSignal) => {
    const { client } = await openQuickly(config)
    await client.createIfNotExists({ abortSignal })
  })
}

async function explaining<T>(
  config: AzureConfig,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await within(PATIENCE, work)
  } catch (error) {
    const cause = error instanceof StorageUnavailable ? (error.cause ?? error) : error
    throw new ControlError('UNAVAILABLE', reason(cause, config), undefined, { cause: error })
  }
}
