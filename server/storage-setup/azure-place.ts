import {
  accountNames,
  checkServiceUrl,
  containers,
  parseAccountName,
  parseContainer,
  parseRootDirectory,
  rootDirectories,
} from '../config/azure-values.ts'
import type { AzureConfig } from '../config/azure-config.ts'
import { ControlError } from '../control/control-error.ts'
import { usualUrl } from './usual-url.ts'

/** A place in Azure as somebody gives it. */
export interface GivenPlace {
  readonly account: string
  readonly container?: string | undefined
  readonly endpoint?: string | undefined
  readonly root?: string | undefined
}

export type Place = Omit<AzureConfig, 'credential'>

/** @throws ControlError INVALID_INPUT, with the field */
export function placeOf({ account, container = '', endpoint, root = '' }: GivenPlace): Place {
  const accountName = parsed(parseAccountName(account), 'account', accountNames)
  return {
    kind: 'azure',
    accountName,
    container: container === '' ? '' : parsed(parseContainer(container), 'container', containers),
    rootDirectory: root === '' ? '' : parsed(parseRootDirectory(root), 'root', rootDirectories),
    serviceUrl: endpoint === undefined ? usualUrl(accountName) : serviceUrl(endpoint),
    maxRetries: 5,
    retryDelay: 100,
  }
}

function parsed(value: string | undefined, field: string, allowed: string): string {
  if (value !== undefined) return value
  throw new ControlError('INVALID_INPUT', `${field}: ${allowed}`, field)
}

function serviceUrl(text: string): URL {
  const { value, wrong } = checkServiceUrl(text)
  if (value) return value
  throw new ControlError('INVALID_INPUT', wrong ?? 'not an address', 'endpoint')
}
