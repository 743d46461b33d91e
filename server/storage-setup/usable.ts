import type { AzureCredential } from '../config/azure-config.ts'
import { continueSession } from './entra-session.ts'
import type { KeptCredentialValue } from './kept-logins.ts'

/**
 * A kept credential as storage takes it.
 *
 * @param onCache told of the tokens of a sign-in whenever others took their place
 */
export async function usable(
  credential: KeptCredentialValue,
  onCache: (cache: string) => void,
): Promise<AzureCredential> {
  if (credential.kind !== 'entra') return credential
  return { kind: 'signed-in', login: await continueSession(credential.session, onCache) }
}
