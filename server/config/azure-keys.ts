import {
  accountNames,
  checkAccountKey,
  checkSasToken,
  checkSecret,
  checkServiceUrl,
  containers,
  parseAccountName,
  parseContainer,
  parseRealm,
  parseRootDirectory,
  parseTenant,
  realms,
  rootDirectories,
  tenants,
} from './azure-values.ts'
import { parseConnectionString } from './connection-string.ts'
import type { Read } from './schema.ts'
import { accepted, duration, ignored, integer, leaf, oneOf, secret, text } from './leaves.ts'
import { section } from './schema.ts'

/**
 * The keys of `storage.azure` in every version of Distribution, with `connectionstring`,
 * `sastoken` and `credentials.type: keychain`, which are Berth's own.
 */
export const azureKeys = section({
  accountname: leaf(accountNames, parseAccountName),
  accountkey: secret(checkAccountKey),
  sastoken: secret(checkSasToken),
  connectionstring: secret(parseConnectionString),
  credentials: section({
    type: oneOf('shared_key', 'client_secret', 'default_credentials', 'keychain'),
    tenantid: leaf(tenants, parseTenant),
    clientid: text(),
    secret: secret(checkSecret),
  }),
  container: leaf(containers, parseContainer),
  rootdirectory: leaf(rootDirectories, parseRootDirectory),
  realm: leaf(realms, parseRealm),
  // No secret, but people paste one with a SAS in it.
  serviceurl: secret(checkServiceUrl),
  max_retries: integer(-1),
  retry_delay: duration(),
  skipverify: ignored(),
  chunksize: accepted(),
  copy_status_poll_max_retry: accepted(),
  copy_status_poll_delay: accepted(),
})

/** What was set, key by key. */
export type AzureSettings = Read<typeof azureKeys>
