import type { AzureContainer } from './azure-container.ts'
import { serviceCode } from './azure-errors.ts'
import { StorageUnavailable } from './driver.ts'

/** Where all of a registry's blobs are, below the root. */
const TREE = 'docker/registry/v2/'

/**
 * Makes sure that the container can be used: it is made when it is missing, and one whose images Berth
 * would not see is refused, since an empty registry would look like lost images.
 *
 * @throws StorageUnavailable
 */
export async function prepareContainer(container: AzureContainer): Promise<void> {
  const { config } = container
  const about = `container ${config.container} of storage account ${config.accountName}`
  if (await createIfMissing(container)) return
  await refuseHierarchy(container, about)
  if ((await imagesIn(container)) !== 'behind-slash') return
  throw new StorageUnavailable(`${about}: ${behindSlash(container)}`)
}

/** Whether a container has images where Berth looks for them, or where only registry 2.x does. */
export async function imagesIn(
  container: AzureContainer,
): Promise<'here' | 'behind-slash' | 'none'> {
  const ours = container.nameOf(TREE)
  if (await holdsBlobs(container, ours)) return 'here'
  return (await holdsBlobs(container, `/${ours}`)) ? 'behind-slash' : 'none'
}

/** Whether there is any blob whose name begins so. */
export async function holdsBlobs(
  { client, ask }: AzureContainer,
  prefix: string,
): Promise<boolean> {
  const pages = client.listBlobsFlat({ prefix }).byPage({ maxPageSize: 1 })
  const page = await ask(() => pages.next())
  return !page.done && page.value.segment.blobItems.length > 0
}

/** What to do with a container that holds images of registry 2.x. */
export function behindSlash({ nameOf }: AzureContainer): string {
  const ours = nameOf(TREE)
  return (
    `its images lie under names that begin with a slash ("/${ours}"), as registry 2.x wrote ` +
    `them. Berth and registry 3.x look under "${ours}". Copy the blobs to names without the slash, or set ` +
    'storage.azure.rootdirectory or another container to begin anew'
  )
}

/** @returns whether it was made just now */
async function createIfMissing({ client, ask, config }: AzureContainer): Promise<boolean> {
  const pages = client.listBlobsFlat().byPage({ maxPageSize: 1 })
  try {
    await ask(() => pages.next())
    return false
  } catch (error) {
    const cause = error instanceof StorageUnavailable ? error.cause : error
    if (serviceCode(cause) !== 'ContainerNotFound') throw error
  }
  try {
    await ask((abortSignal) => client.createIfNotExists({ abortSignal }))
    return true
  } catch (error) {
    if (!(error instanceof StorageUnavailable)) throw error
    const { container, accountName } = config
    throw new StorageUnavailable(
      `there is no container ${container} in storage account ${accountName}, and it could not be made ` +
        `(${error.message}). Make it in the portal, or with: az storage container create ` +
        `--account-name ${accountName} --name ${container}`,
      { cause: error },
    )
  }
}

/**
 * With a hierarchical namespace folders are things of their own, and stay when they are empty.
 *
 * @throws StorageUnavailable
 */
export async function refuseHierarchy({ service }: AzureContainer, about: string): Promise<void> {
  const info = await service.getAccountInfo().catch(() => undefined)
  if (!info?.isHierarchicalNamespaceEnabled) return
  throw new StorageUnavailable(
    `${about}: the account has a hierarchical namespace (Data Lake Storage), on which Berth cannot keep ` +
      'images. Use a storage account without it',
  )
}
