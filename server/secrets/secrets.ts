import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checked } from './checked-store.ts'
import { Environment, withEnvironment } from './environment.ts'
import { openKeychain } from './keychain.ts'
import { launchNodeHelper } from './keychain-node.ts'
import type { LaunchHelper } from './keychain-process.ts'
import { openMemory } from './memory.ts'
import type { AskPassphrase } from './passphrase.ts'
import { passphraseFrom } from './passphrase.ts'
import type { SecretStore } from './secret-store.ts'
import { openSecretsFile } from './secrets-file.ts'
import { SecretsError } from './secrets-error.ts'
import type { SecretsNotice, SecretsState } from './secrets-state.ts'
import type { ScryptCost } from './wrapped-key.ts'
import { DEFAULT_COST } from './wrapped-key.ts'

/** How secrets are kept. */
export interface SecretsOptions {
  /** Berth's configuration folder, for the encrypted file `secrets.json`. */
  readonly folder: string
  /** Where `BERTH_SECRET_<NAME>`, `BERTH_SECRETS_DIR` and `BERTH_SECRETS_PASSPHRASE` are looked up. */
  readonly env: NodeJS.ProcessEnv
  /** Asks a person for the passphrase of the encrypted file, where no variable has it. */
  readonly askPassphrase?: AskPassphrase
  /** Starts the process that talks with the keychain; one of Node unless given. */
  readonly launchHelper?: LaunchHelper
  /** Milliseconds in which the keychain answers each time, or has failed; 5000 unless given. */
  readonly patience?: number
  /** For a new file; {@link DEFAULT_COST} unless given. */
  readonly scryptCost?: ScryptCost
}

/** Where Berth keeps passwords, keys and tokens. */
export interface Secrets extends SecretStore {
  readonly state: SecretsState
  /** Lets go of the keychain; what is asked of it then fails. */
  close(): void
}

interface Place {
  readonly kind: SecretsState['kind']
  readonly store: SecretStore
  readonly close: () => void
}

const PATIENCE = 5000

/**
 * Opens the best place there is: the keychain of the system, else a file that is encrypted with a
 * passphrase, else memory. What the environment sets wins over all of them. It may be called again,
 * after `close`, when what was in the way is gone.
 */
export async function openSecrets(options: SecretsOptions): Promise<Secrets> {
  const notices: SecretsNotice[] = []
  const note = (notice: SecretsNotice) => void notices.push(plain(notice))
  const environment = new Environment(options.env)
  const given = await environment.list().catch(noting(note))
  const { kind, store, close } = await firstPlace(options, note)
  const state = { kind, environment: given !== undefined && given.length > 0, notices }
  return { ...checked(withEnvironment(store, environment)), state, close }
}

async function firstPlace(options: SecretsOptions, note: Note): Promise<Place> {
  const keychain = await keychainPlace(options, note).catch(noting(note))
  return keychain ?? (await filePlace(options, note).catch(noting(note))) ?? memoryPlace()
}

async function keychainPlace(options: SecretsOptions, note: Note): Promise<Place> {
  const launch = options.launchHelper ?? launchNodeHelper(options.env)
  const store = await openKeychain(launch, options.patience ?? PATIENCE)
  if (existsSync(fileIn(options))) note(unused(fileIn(options)))
  return { kind: 'keychain', store, close: () => store.close() }
}

async function filePlace(options: SecretsOptions, note: Note): Promise<Place> {
  const { env, askPassphrase, scryptCost = DEFAULT_COST } = options
  const ask = passphraseFrom(env, askPassphrase)
  const { store, notice } = await openSecretsFile(fileIn(options), ask, scryptCost)
  if (notice) note(notice)
  return { kind: 'file', store, close: () => undefined }
}

function memoryPlace(): Place {
  return { kind: 'memory', store: openMemory(), close: () => undefined }
}

type Note = (notice: SecretsNotice) => void

/** Takes a place that cannot be had for a notice; anything else is a mistake in Berth. */
function noting(note: Note): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof SecretsError)) throw error
    note(error)
  }
}

function plain({ code, reason, remedy }: SecretsNotice): SecretsNotice {
  return { code, reason, remedy }
}

function unused(file: string): SecretsNotice {
  const reason = `${file} was written when the keychain could not be used, and is not read now.`
  const remedy = 'Enter again what is missing, and remove the file.'
  return { code: 'FILE_UNUSED', reason, remedy }
}

function fileIn({ folder }: SecretsOptions): string {
  return join(folder, 'secrets.json')
}
