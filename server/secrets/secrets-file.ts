import { writeFileSync } from 'node:fs'
import { chmod, mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { rewriteFile } from '../rewrite-file.ts'
import {
  fileSetAside,
  fileTooNew,
  fileUnusable,
  passphraseMissing,
  passphraseWrong,
} from './file-errors.ts'
import type { AskPassphrase, PassphraseWish } from './passphrase.ts'
import { readIfThere, SealedStore } from './sealed-store.ts'
import { formatSealed, parseSealed, seal, unseal } from './sealed-file.ts'
import type { SealedFile } from './sealed-file.ts'
import type { SecretStore } from './secret-store.ts'
import type { SecretsError } from './secrets-error.ts'
import { newKey, unwrapKey } from './wrapped-key.ts'
import type { ScryptCost, WrappedKey } from './wrapped-key.ts'

/** What a person may get wrong before Berth goes on without the file. */
const MOST_TRIES = 5

/** A file of secrets that is open. */
export interface OpenedFile {
  readonly store: SecretStore
  /** When the file was damaged: which, and where it is now. */
  readonly notice: SecretsError | undefined
}

interface Keys {
  readonly key: Buffer
  readonly wrapped: WrappedKey
}

/**
 * Secrets in a file of this path, encrypted with a passphrase; the file is begun when there is none.
 * A damaged one is set aside under a name with the time in it.
 *
 * @throws SecretsError PASSPHRASE_*, FILE_TOO_NEW or FILE_UNUSABLE; the file is then as it was
 */
export async function openSecretsFile(
  path: string,
  ask: AskPassphrase,
  cost: ScryptCost,
): Promise<OpenedFile> {
  const found = await readIfThere(path)
  const sealed = found && parseSealed(found)
  if (sealed === 'too new') throw fileTooNew(path)
  const known = sealed === undefined || sealed === 'damaged' ? undefined : sealed
  const keys = known ? await askedKeys(known, path, ask) : await newKeys(path, ask, cost)
  const isWhole = known !== undefined && unseal(keys.key, known) !== undefined
  const opened = { store: new SealedStore(path, keys.key, keys.wrapped), notice: undefined }
  if (isWhole) return await onlyForOwner(path, opened)
  return (await begin(path, found, keys)) ?? (await openSecretsFile(path, ask, cost))
}

async function newKeys(path: string, ask: AskPassphrase, cost: ScryptCost): Promise<Keys> {
  const passphrase = await ask('new')
  if (passphrase === undefined) throw passphraseMissing(path)
  return await newKey(passphrase, cost)
}

async function askedKeys(
  { key: wrapped }: SealedFile,
  path: string,
  ask: AskPassphrase,
): Promise<Keys> {
  let wish: PassphraseWish = 'known'
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const passphrase = await ask(wish)
    if (passphrase === undefined)
      throw wish === 'known' ? passphraseMissing(path) : passphraseWrong(path)
    const key = await unwrapKey(wrapped, passphrase)
    if (key) return { key, wrapped }
    wish = 'wrong'
  }
  throw passphraseWrong(path)
}

/** @returns `undefined` when another Berth wrote the file meanwhile */
async function begin(
  path: string,
  found: Buffer | undefined,
  { key, wrapped }: Keys,
): Promise<OpenedFile | undefined> {
  const fresh = formatSealed(seal(key, wrapped, new Map()))
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`
  let isOurs = true
  const change = (old: Buffer | undefined) => {
    isOurs = !old || (found !== undefined && old.equals(found))
    if (!isOurs && old) return old
    if (old) writeFileSync(aside, old, { flag: 'wx', mode: 0o600, flush: true })
    return fresh
  }
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await rewriteFile(path, change)
  } catch (error) {
    throw fileUnusable(path, error)
  }
  if (!isOurs) return undefined
  const store = new SealedStore(path, key, wrapped)
  return { store, notice: found && fileSetAside(path, aside) }
}

/** Also what a copy or an unpacked archive left open to others. */
async function onlyForOwner<T>(path: string, opened: T): Promise<T> {
  if (process.platform === 'win32') return opened
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) await chmod(path, 0o600)
  return opened
}
