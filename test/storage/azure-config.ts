import type { AzureConfig } from '../../server/config/azure-config.ts'
import type { AzureAccount } from '../support/azure-container.ts'

/** The configuration of a container in this account, as short of patience as tests are. */
export function azureConfig(account: AzureAccount, container: string): AzureConfig {
  return {
    kind: 'azure',
    serviceUrl: new URL(account.url),
    accountName: account.accountName,
    container,
    rootDirectory: '',
    credential: { kind: 'shared-key', accountKey: account.accountKey },
    maxRetries: 1,
    retryDelay: 10,
  }
}
