import { onTestFinished } from 'vitest'
import { openSecrets } from '../../server/secrets/secrets.ts'
import type { Secrets, SecretsOptions } from '../../server/secrets/secrets.ts'
import { temporaryFolder } from '../support/folder.ts'

/** Quick: what scrypt costs is not what these tests are about. */
export const CHEAP = { N: 2 ** 10, r: 8, p: 1 }

/** A new empty folder that is gone when the test is over. */
export async function emptyFolder(): Promise<string> {
  const folder = await temporaryFolder('secrets')
  onTestFinished(() => folder[Symbol.asyncDispose]())
  return folder.path
}

/** Secrets that are closed when the test is over; without a keychain unless one is given. */
export async function opened(options: Partial<SecretsOptions>): Promise<Secrets> {
  const folder = options.folder ?? (await emptyFolder())
  const secrets = await openSecrets({
    env: {},
    scryptCost: CHEAP,
    launchHelper: noKeychain,
    ...options,
    folder,
  })
  onTestFinished(() => secrets.close())
  return secrets
}

/** These tests leave the keychain of whoever runs them alone. */
export function noKeychain(): never {
  throw new Error('no keychain in this test')
}
