import type { AzureCredential, AzureConfig } from '../config/azure-config.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import { createSlots } from '../storage/slots.ts'
import type { EntraSession } from './entra-session.ts'
import { readSecret } from './read-secret.ts'

/** The name under which Berth's secrets hold what opens a container. */
export const SECRET_NAME = 'storage/azure'

/** One container, as a credential is kept for it. */
export type Container = Pick<AzureConfig, 'accountName' | 'container'>

/** What opens one container. */
export interface KeptLogin extends Container {
  readonly credential: KeptCredentialValue
  /** Milliseconds since 1970. */
  readonly savedAt: number
}

export type KeptCredentialValue =
  | Extract<AzureCredential, { kind: 'shared-key' | 'sas' }>
  | { readonly kind: 'entra'; readonly session: EntraSession }

/**
 * All that is kept under the name: one login, and while another container is being chosen two, so that
 * whichever of them the configuration names can be opened, whenever Berth is killed. Who sets it by a
 * variable gives the key, SAS or connection string alone; it is then for whatever container is configured.
 */
export type Kept =
  | { readonly kind: 'none' }
  | { readonly kind: 'given'; readonly credential: KeptCredentialValue; readonly account?: string }
  | { readonly kind: 'logins'; readonly logins: readonly KeptLogin[] }
  /** Something else lies there. */
  | { readonly kind: 'unreadable' }

/** @throws SecretsError */
export async function readKept(secrets: Pick<SecretStore, 'get'>): Promise<Kept> {
  const text = await secrets.get(SECRET_NAME)
  if (text === undefined) return { kind: 'none' }
  if (!text.trimStart().startsWith('{')) return givenAlone(text)
  const logins = parseLogins(text)
  return logins ? { kind: 'logins', logins } : { kind: 'unreadable' }
}

function givenAlone(text: string): Kept {
  const read = readSecret(text)
  if (!read) return { kind: 'unreadable' }
  const { credential, accountName: account } = read
  return { kind: 'given', credential, ...(account !== undefined && { account }) }
}

/** What opens this container, if anything kept does. */
export function loginFor(kept: Kept, where: Container): KeptCredentialValue | undefined {
  if (kept.kind === 'given') {
    return kept.account === undefined || kept.account === where.accountName
      ? kept.credential
      : undefined
  }
  return kept.kind === 'logins' ? kept.logins.find(isFor(where))?.credential : undefined
}

export const isFor =
  (a: Container) =>
  (b: Container): boolean =>
    a.accountName === b.accountName && a.container === b.container

/** @throws SecretsError */
export async function saveLogins(
  secrets: Pick<SecretStore, 'set' | 'delete'>,
  logins: readonly KeptLogin[],
): Promise<void> {
  if (logins.length === 0) await secrets.delete(SECRET_NAME)
  else await secrets.set(SECRET_NAME, JSON.stringify({ version: 1, logins }))
}

function parseLogins(text: string): readonly KeptLogin[] | undefined {
  try {
    const read = JSON.parse(text) as { version?: unknown; logins?: unknown }
    return read.version === 1 && Array.isArray(read.logins) && read.logins.every(isLogin)
      ? read.logins
      : undefined
  } catch {
    return undefined
  }
}

function isLogin(value: unknown): value is KeptLogin {
  if (typeof value !== 'object' || value === null) return false
  const { accountName, container, credential, savedAt } = value as Record<string, unknown>
  const named = typeof accountName === 'string' && typeof container === 'string'
  return named && typeof savedAt === 'number' && isCredential(credential)
}

function isCredential(value: unknown): value is KeptCredentialValue {
  if (typeof value !== 'object' || value === null) return false
  const { kind, accountKey, token, session } = value as Record<string, unknown>
  if (kind === 'shared-key') return typeof accountKey === 'string'
  if (kind === 'entra') return isSession(session)
  return kind === 'sas' && typeof token === 'string'
}

function isSession(value: unknown): value is EntraSession {
  if (typeof value !== 'object' || value === null) return false
  const { user, tenantId, record, cache } = value as Record<string, unknown>
  return [user, tenantId, record, cache].every((text) => typeof text === 'string')
}

/** What is kept is read, changed and written by one at a time. */
export const TURNS = createSlots(1)

/**
 * Keeps the tokens that took the place of others. Where that fails the ones before are still kept, with
 * which others can be had again.
 */
export async function renewCache(
  secrets: Pick<SecretStore, 'get' | 'set' | 'delete'>,
  where: Container,
  cache: string,
): Promise<void> {
  await TURNS.run(async () => {
    const kept = await readKept(secrets)
    if (kept.kind !== 'logins') return
    const logins = kept.logins.map((login) => renewed(login, where, cache))
    await saveLogins(secrets, logins)
  }).catch(() => undefined)
}

function renewed(login: KeptLogin, where: Container, cache: string): KeptLogin {
  const { credential } = login
  if (credential.kind !== 'entra' || !isFor(where)(login)) return login
  return { ...login, credential: { ...credential, session: { ...credential.session, cache } } }
}
