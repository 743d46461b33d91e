import { readFile } from 'node:fs/promises'
import { rewriteFile } from '../rewrite-file.ts'
import { fileDamaged, fileExchanged, fileTooNew, fileUnusable } from './file-errors.ts'
import { formatSealed, parseSealed, seal, unseal } from './sealed-file.ts'
import type { Contents } from './sealed-file.ts'
import type { SecretStore } from './secret-store.ts'
import { SecretsError } from './secrets-error.ts'
import type { WrappedKey } from './wrapped-key.ts'

/**
 * Secrets in an encrypted file whose key is known. It is read anew each time, since another process
 * of Berth may use it as well.
 */
export class SealedStore implements SecretStore {
  readonly #path: string
  readonly #key: Uint8Array
  readonly #wrapped: WrappedKey
  /** Changes go one after the other; between processes `rewriteFile` sees to that, by waiting. */
  #last: Promise<void> = Promise.resolve()

  constructor(path: string, key: Uint8Array, wrapped: WrappedKey) {
    this.#path = path
    this.#key = key
    this.#wrapped = wrapped
  }

  async get(name: string): Promise<string | undefined> {
    return (await this.#read()).get(name)
  }

  async set(name: string, value: string): Promise<void> {
    await this.#change((contents) => new Map([...contents, [name, value]]))
  }

  async delete(name: string): Promise<boolean> {
    if (!(await this.#read()).has(name)) return false
    await this.#change((contents) => new Map([...contents].filter(([other]) => other !== name)))
    return true
  }

  async list(): Promise<readonly string[]> {
    return [...(await this.#read()).keys()].toSorted()
  }

  async #read(): Promise<Contents> {
    return this.#contentsOf(await readIfThere(this.#path))
  }

  async #change(change: (contents: Contents) => Contents): Promise<void> {
    const sealed = (old: Buffer | undefined) =>
      formatSealed(seal(this.#key, this.#wrapped, change(this.#contentsOf(old))))
    const written = this.#last.then(() => rewriteFile(this.#path, sealed))
    this.#last = written.catch(() => undefined)
    await written.catch((error: unknown) => {
      throw error instanceof SecretsError ? error : fileUnusable(this.#path, error)
    })
  }

  #contentsOf(bytes: Buffer | undefined): Contents {
    if (bytes === undefined) return new Map()
    const sealed = parseSealed(bytes)
    if (sealed === 'too new') throw fileTooNew(this.#path)
    if (sealed === 'damaged') throw fileDamaged(this.#path)
    if (sealed.key.box.text !== this.#wrapped.box.text) throw fileExchanged(this.#path)
    const contents = unseal(this.#key, sealed)
    if (!contents) throw fileDamaged(this.#path)
    return contents
  }
}

/**
 * The bytes of a file of secrets, `undefined` when there is none.
 *
 * @throws SecretsError FILE_UNUSABLE
 */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw fileUnusable(path, error)
  }
}
