import { KeychainProcess } from './keychain-process.ts'
import type { LaunchHelper } from './keychain-process.ts'
import type { SecretStore } from './secret-store.ts'

/**
 * The keychain of the system: Keychain on macOS, Credential Manager on Windows, on Linux whatever
 * speaks the Secret Service protocol.
 *
 * @param patience milliseconds in which each call is answered, or has failed
 * @throws SecretsError KEYCHAIN_* when it cannot be written, read and deleted from
 */
export async function openKeychain(
  launch: LaunchHelper,
  patience: number,
): Promise<SecretStore & { close(): void }> {
  const keychain = new KeychainProcess(launch, patience)
  try {
    await keychain.ask({ verb: 'probe' })
  } catch (error) {
    keychain.close()
    throw error
  }
  return {
    get: (name) => keychain.ask({ verb: 'get', name }),
    set: (name, value) => keychain.ask({ verb: 'set', name, value }),
    delete: (name) => keychain.ask({ verb: 'delete', name }),
    list: () => keychain.ask({ verb: 'list' }),
    close: () => keychain.close(),
  }
}
