import { inject } from 'vitest'
import { createContainer } from './azure-container.ts'
import { startAzurite, type AzureService } from './azurite.ts'

/**
 * The Azurite of the run, for tests that leave it as it is and take containers of their own; `cleanUp`
 * ends one that had to be started.
 */
export async function sharedAzurite(cleanUp: AsyncDisposableStack): Promise<AzureService> {
  const account = inject('azureAccount')
  if (!account) return cleanUp.use(await startAzurite())
  return { ...account, container: (name) => createContainer(account, name) }
}
