import { isDeepStrictEqual } from 'node:util'
import type { StorageConfig } from '../config/config.ts'
import type {
  CredentialCheck,
  StoragePlace,
  StoredCredential,
} from '../control/storage-contract.ts'
import { readSas } from '../storage/sas-token.ts'
import { isFor, type Container, type Kept, type KeptCredentialValue } from './kept-logins.ts'

type Driver = StorageConfig['driver']

/** A place, as a person sees it. */
export function placeView(driver: Driver): StoragePlace {
  if (driver.kind === 'filesystem') return { kind: 'filesystem', folder: driver.rootDirectory }
  if (driver.kind === 'inmemory') return driver
  const { accountName, container, serviceUrl, rootDirectory, credential } = driver
  const where = { keychain: 'kept', default: 'machine' } as const
  return {
    kind: 'azure',
    account: accountName,
    container,
    endpoint: serviceUrl.href,
    root: rootDirectory,
    credential: where[credential.kind as keyof typeof where] ?? 'written',
  }
}

export interface Uses {
  /** Of the registry that runs. */
  readonly inUse: Driver | undefined
  /** Of the configuration as it is now. */
  readonly chosen: Driver
}

/** Who needs what is kept for this container. */
export function useOf(where: Container, { inUse, chosen }: Uses): StoredCredential['use'] {
  if (needs(inUse, where)) return 'in-use'
  return needs(chosen, where) ? 'after-restart' : 'unused'
}

const needs = (driver: Driver | undefined, where: Container): boolean =>
  driver?.kind === 'azure' && driver.credential.kind === 'keychain' && isFor(where)(driver)

/** What is kept, without its values. */
export function credentialViews(
  kept: Kept,
  uses: Uses,
  checkOf: (where: Container) => CredentialCheck | undefined,
): readonly StoredCredential[] {
  if (kept.kind === 'logins') {
    return kept.logins.map(({ credential, savedAt, ...where }) => ({
      ...viewOf(where, credential, uses, checkOf(where)),
      source: 'console' as const,
      savedAt,
    }))
  }
  const where = kept.kind === 'given' ? azureOf(uses) : undefined
  if (kept.kind !== 'given' || !where) return []
  return [{ ...viewOf(where, kept.credential, uses, checkOf(where)), source: 'variable' }]
}

/** What a variable gives is for whatever container is configured. */
function azureOf({ inUse, chosen }: Uses): Container | undefined {
  return [inUse, chosen].find((driver) => driver?.kind === 'azure')
}

function viewOf(
  { accountName, container }: Container,
  credential: KeptCredentialValue,
  uses: Uses,
  lastCheck: CredentialCheck | undefined,
): Omit<StoredCredential, 'source'> {
  const use = useOf({ accountName, container }, uses)
  const named = { account: accountName, container, use, ...(lastCheck && { lastCheck }) }
  if (credential.kind === 'shared-key') return { ...named, kind: 'account-key' }
  if (credential.kind === 'entra') return { ...named, kind: 'entra', user: credential.session.user }
  const { expiresAt, permissions } = readSas(credential.token)
  return { ...named, kind: 'sas', permissions, ...(expiresAt !== undefined && { expiresAt }) }
}

/** Whether a restart would change nothing about where images live. */
export const isSamePlace = (a: Driver, b: Driver): boolean =>
  isDeepStrictEqual(placeView(a), placeView(b))
