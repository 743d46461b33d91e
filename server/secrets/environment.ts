import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isSecretName, LONGEST_VALUE } from './secret-rules.ts'
import type { SecretStore } from './secret-store.ts'
import { SecretsError } from './secrets-error.ts'

const PREFIX = 'BERTH_SECRET_'
const FOLDER = 'BERTH_SECRETS_DIR'

/** A secret that the surroundings set. */
interface Given {
  readonly value: string
  /** Where, for a person. */
  readonly source: string
}

/**
 * Secrets that whoever starts Berth hands to it, read anew each time:
 *
 *     BERTH_SECRET_<NAME>          the name in capitals, all but letters and digits as `_`
 *     $BERTH_SECRETS_DIR/<name>    `:` and `/` as `_`, since Docker and Kubernetes mount flat folders
 *
 * A variable wins over a file; what is empty does not count; a file's last line break is not part of
 * the value.
 */
export class Environment {
  readonly #env: NodeJS.ProcessEnv

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env
  }

  /** @throws SecretsError MOUNT_UNREADABLE */
  async find(name: string): Promise<Given | undefined> {
    const variable = `${PREFIX}${flat(name).toUpperCase()}`
    const value = this.#env[variable]
    if (value) return { value, source: `the variable ${variable}` }
    const folder = this.#env[FOLDER]
    return folder ? await fromFile(join(folder, fileName(name))) : undefined
  }

  /**
   * The names as far as variables and files tell them: `azure/key` shows as `azure_key`, by which it
   * can be had as well.
   *
   * @throws SecretsError MOUNT_UNREADABLE
   */
  async list(): Promise<readonly string[]> {
    const variables = Object.keys(this.#env).filter((key) => key.startsWith(PREFIX))
    const set = variables.filter((key) => this.#env[key])
    const names = set.map((key) => key.slice(PREFIX.length).toLowerCase())
    return [...new Set([...names, ...(await this.#files())])].filter(isSecretName)
  }

  async #files(): Promise<readonly string[]> {
    const folder = this.#env[FOLDER]
    if (!folder) return []
    try {
      return await readdir(folder)
    } catch (error) {
      throw unreadable(folder, error)
    }
  }
}

/** A store in which what the surroundings set wins, and cannot be changed. */
export function withEnvironment(store: SecretStore, environment: Environment): SecretStore {
  const refuseGiven = async (name: string) => {
    const given = await environment.find(name)
    if (given) throw readOnly(given.source)
  }
  return {
    get: async (name) => (await environment.find(name))?.value ?? (await store.get(name)),
    set: async (name, value) => {
      await refuseGiven(name)
      await store.set(name, value)
    },
    delete: async (name) => {
      await refuseGiven(name)
      return await store.delete(name)
    },
    list: async () => union(await store.list(), await environment.list()),
  }
}

/** A secret that both have is listed once, by its full name. */
function union(stored: readonly string[], given: readonly string[]): readonly string[] {
  const known = new Set(stored.map(flat))
  return [...stored, ...given.filter((name) => !known.has(flat(name)))].toSorted()
}

function flat(name: string): string {
  return name.replaceAll(/[^a-z0-9]/g, '_')
}

function fileName(name: string): string {
  return name.replaceAll(/[:/]/g, '_')
}

async function fromFile(path: string): Promise<Given | undefined> {
  try {
    const value = await textOf(path)
    return value === '' ? undefined : { value, source: `the file ${path}` }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw unreadable(path, error)
  }
}

async function textOf(path: string): Promise<string> {
  // Asked before it is opened: to open a pipe would wait for whoever writes into it.
  const stats = await stat(path)
  if (!stats.isFile()) throw new Error('it is no file')
  if (stats.size > LONGEST_VALUE) throw new Error(`it has more than ${LONGEST_VALUE} bytes`)
  return decoded(await readFile(path)).replace(/\r?\n$/, '')
}

/** The decoder's own error is not passed on: nobody promises what it says. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Error('it is not UTF-8 text')
  }
}

function readOnly(source: string): SecretsError {
  const reason = `This secret is set by ${source}, which wins over what is stored.`
  return new SecretsError('READ_ONLY', reason, 'Change it there.')
}

function unreadable(path: string, error: unknown): SecretsError {
  const why = codeOf(error) ?? (error instanceof Error ? error.message : 'unknown')
  const reason = `${path}, where ${FOLDER} leads, cannot be read: ${why}.`
  return new SecretsError('MOUNT_UNREADABLE', reason, 'Mend the mount, or unset the variable.')
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
