import type * as keytar from 'keytar'
import { randomBytes } from 'node:crypto'
import { isSecretName } from './secret-rules.ts'

/** What Berth uses of keytar. */
export type Keytar = Pick<
  typeof keytar,
  'getPassword' | 'setPassword' | 'deletePassword' | 'findCredentials'
>

/** Under which the entries stand in the keychain, where people see it. */
const SERVICE = 'Berth'

/** Bytes in the longest entry: Windows has no room for more (CRED_MAX_CREDENTIAL_BLOB_SIZE). */
const LONGEST_ENTRY = 2560

/** Begins what stands for a value that lies in parts; a value that begins so is split itself. */
const PARTS = 'berth-parts:'

/** A part of a long value is gone. */
export class Incomplete extends Error {
  override readonly name = 'Incomplete'
}

interface Split {
  /** Tells the parts of this value from those of an older one. */
  readonly generation: string
  readonly count: number
}

/**
 * Secrets as entries of the keychain. A short value is one entry under its name:
 *
 *     name                       value
 *
 * A long one is cut into pieces of its base64, written first, so that the entry under the name is
 * whole at any moment; `#` is in no name.
 *
 *     name                       berth-parts:<generation>:<count>
 *     name#<generation>.<0…>     piece
 */
export class KeychainEntries {
  readonly #keytar: Keytar
  readonly #hidesLocked: boolean

  constructor(keytar: Keytar, platform: NodeJS.Platform) {
    this.#keytar = keytar
    this.#hidesLocked = platform !== 'darwin' && platform !== 'win32'
  }

  /** Writes an entry, reads and deletes it, so that what the keychain refuses is found out now. */
  async probe(): Promise<undefined> {
    const account = `#probe-${process.pid}`
    await this.#write(account, account)
    const read = await this.#read(account)
    await this.#remove(account)
    if (read !== account) throw new Error('it did not give back what was stored in it')
  }

  /** @throws Incomplete */
  async get(name: string): Promise<string | undefined> {
    const head = await this.#read(name)
    if (head === undefined) return await this.#whenOpen(undefined)
    const split = splitIn(head)
    if (!split) return head
    const value = await this.#joined(name, split)
    if (value !== undefined) return value
    // Another Berth may have stored it anew meanwhile; then its head is another one, too.
    if ((await this.#read(name)) !== head) return await this.get(name)
    throw new Incomplete('a part of the value is gone')
  }

  async set(name: string, value: string): Promise<undefined> {
    const old = splitIn((await this.#read(name)) ?? '')
    const long = Buffer.byteLength(value) > LONGEST_ENTRY || value.startsWith(PARTS)
    await this.#write(name, long ? headOf(await this.#writeParts(name, value)) : value)
    // Only these: parts without a head may belong to what another Berth is storing right now.
    for (const part of old ? partsOf(name, old) : []) await this.#remove(part)
  }

  async delete(name: string): Promise<boolean> {
    if (!(await this.#remove(name))) return await this.#whenOpen(false)
    const parts = (await this.#accounts()).filter((account) => account.startsWith(`${name}#`))
    for (const part of parts) await this.#remove(part)
    return true
  }

  async list(): Promise<readonly string[]> {
    const accounts = await this.#whenOpen(undefined).then(() => this.#accounts())
    return accounts.filter(isSecretName).toSorted()
  }

  /**
   * libsecret finds nothing in a keyring that is locked, or crashes looking for all; only a write
   * says that it is.
   */
  async #whenOpen<T>(answer: T): Promise<T> {
    if (this.#hidesLocked) await this.probe()
    return answer
  }

  async #writeParts(name: string, value: string): Promise<Split> {
    const pieces = Buffer.from(value).toString('base64').match(PIECES) ?? []
    const split = { generation: randomBytes(6).toString('hex'), count: pieces.length }
    for (const [index, part] of partsOf(name, split).entries()) {
      await this.#write(part, pieces[index] ?? '')
    }
    return split
  }

  async #joined(name: string, split: Split): Promise<string | undefined> {
    const pieces: string[] = []
    for (const part of partsOf(name, split)) {
      const piece = await this.#read(part)
      if (piece === undefined) return undefined
      pieces.push(piece)
    }
    return Buffer.from(pieces.join(''), 'base64').toString()
  }

  async #accounts(): Promise<readonly string[]> {
    return (await this.#keytar.findCredentials(SERVICE)).map(({ account }) => account)
  }

  async #read(account: string): Promise<string | undefined> {
    return (await this.#keytar.getPassword(SERVICE, account)) ?? undefined
  }

  async #write(account: string, value: string): Promise<void> {
    await this.#keytar.setPassword(SERVICE, account, value)
  }

  async #remove(account: string): Promise<boolean> {
    return await this.#keytar.deletePassword(SERVICE, account)
  }
}

const PIECES = new RegExp(`.{1,${LONGEST_ENTRY}}`, 'g')

function headOf({ generation, count }: Split): string {
  return `${PARTS}${generation}:${count}`
}

function partsOf(name: string, { generation, count }: Split): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}#${generation}.${index}`)
}

function splitIn(head: string): Split | undefined {
  const [, generation, count] = /^berth-parts:([0-9a-f]{12}):(\d{1,3})$/.exec(head) ?? []
  return generation === undefined ? undefined : { generation, count: Number(count) }
}
