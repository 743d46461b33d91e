import type { ConfiguredAzure } from '../config/azure-config.ts'
import type { StorageConfig } from '../config/config.ts'
import { SecretsError } from '../secrets/secrets-error.ts'
import type { SecretsKeeper } from '../secrets/secrets-keeper.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { StorageUnavailable } from '../storage/driver.ts'
import type { OpenableStorage } from '../storage/open.ts'
import { readSas } from '../storage/sas-token.ts'
import { loginFor, readKept, renewCache, type Kept } from './kept-logins.ts'
import { usable } from './usable.ts'

/**
 * Storage as the configuration describes it, with the credential that it leaves to Berth's secrets. They
 * are opened only where it does.
 *
 * @throws StorageUnavailable where there is none, with what to do about it
 */
export async function openable(
  driver: StorageConfig['driver'],
  keeper: SecretsKeeper | undefined,
): Promise<OpenableStorage> {
  if (driver.kind !== 'azure') return driver
  const { credential } = driver
  if (credential.kind !== 'keychain') return { ...driver, credential }
  const secrets = keeper && (await keeper.open())
  const kept = secrets ? await read(secrets, driver) : ({ kind: 'none' } as const)
  const found = loginFor(kept, driver)
  if (found && secrets) {
    const { accountName, container } = driver
    const onCache = (cache: string): void =>
      void renewCache(secrets, { accountName, container }, cache)
    return { ...driver, credential: await usable(found, onCache) }
  }
  throw new StorageUnavailable(`${about(driver)}: ${whyNone(kept, driver, secrets)}`)
}

async function read(secrets: Secrets, driver: ConfiguredAzure): Promise<Kept> {
  try {
    return await readKept(secrets)
  } catch (error) {
    if (!(error instanceof SecretsError)) throw error
    throw new StorageUnavailable(
      `${about(driver)}: its credential cannot be read. ${error.message}`,
      {
        cause: error,
      },
    )
  }
}

const about = ({ container, accountName }: ConfiguredAzure): string =>
  `container ${container} of storage account ${accountName}`

function whyNone(
  kept: Kept,
  { accountName }: ConfiguredAzure,
  secrets: Secrets | undefined,
): string {
  if (kept.kind === 'given') {
    return `the connection string in ${VARIABLE} is for account ${kept.account}, not for ${accountName}`
  }
  const what =
    kept.kind === 'unreadable'
      ? `what Berth keeps as its credential is no account key, SAS or connection string`
      : `Berth keeps no credential for it (storage.azure.credentials.type: keychain)`
  const notices = (secrets?.state.kind === 'keychain' ? [] : (secrets?.state.notices ?? [])).map(
    ({ reason, remedy }) => ` ${reason} ${remedy}`,
  )
  return (
    `${what}. Enter one in the console, or set ${VARIABLE} or REGISTRY_STORAGE_AZURE_ACCOUNTKEY.` +
    notices.join('')
  )
}

const VARIABLE = 'BERTH_SECRET_STORAGE_AZURE'

/** When what opens a storage ends by itself, in milliseconds since 1970: only a SAS says so. */
export function loginEnds(storage: OpenableStorage): number | undefined {
  if (storage.kind !== 'azure' || storage.credential.kind !== 'sas') return undefined
  return readSas(storage.credential.token).expiresAt
}
