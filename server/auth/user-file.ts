import { readFile, stat } from 'node:fs/promises'
import type { Log } from '../log.ts'
import { parseHtpasswd } from './htpasswd.ts'
import type { Htpasswd, SkippedLine } from './htpasswd.ts'

/** Where the login says what an operator should know. */
export type AuthLog = Pick<Log, 'info' | 'warn'>

/** The htpasswd file cannot be used at all; the message says what to do. */
export class UserFileError extends Error {
  override readonly name = 'UserFileError'
}

/** Milliseconds for which one look at the file is good enough. */
const FRESH = 100

/**
 * Milliseconds after which an unchanged time stamp is believed: the coarsest file systems count in
 * steps of two seconds, so a younger stamp may hide a second change.
 */
const SETTLED = 2000

/** The users of an htpasswd file, followed as the file changes. */
export interface UserFile {
  /** The users as last read; the same object as long as nothing changed. */
  readonly users: Htpasswd
  /** True when the last look at the file is too old to rely on `users`. */
  stale(): boolean
  /** Looks at the file again; callers at the same time share one look. Never rejects. */
  refresh(): Promise<void>
}

interface UserFileOptions {
  readonly path: string
  readonly log: AuthLog
  /** Monotonic milliseconds. */
  readonly now: () => number
}

/**
 * Reads the htpasswd file for the first time.
 *
 * @throws UserFileError when there is no such file or it cannot be read.
 */
export async function openUserFile(options: UserFileOptions): Promise<UserFile> {
  const text = await readUsers(options.path).catch((error: unknown) => {
    throw new UserFileError(remedyFor(options.path, error), { cause: error })
  })
  return new WatchedFile(options, text)
}

class WatchedFile implements UserFile {
  readonly #options: UserFileOptions
  #text: string
  #users: Htpasswd
  #stamp = { value: '', since: 0, settled: false }
  #lookedAt = -Infinity
  #looking: Promise<void> | undefined
  #trouble = false

  constructor(options: UserFileOptions, text: string) {
    this.#options = options
    this.#text = text
    this.#users = parseHtpasswd(text)
    this.#report()
  }

  get users(): Htpasswd {
    return this.#users
  }

  stale(): boolean {
    return this.#options.now() - this.#lookedAt >= FRESH
  }

  refresh(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
    return this.#looking
  }

  async #look(): Promise<void> {
    const started = this.#options.now()
    try {
      await this.#readIfChanged(started)
      this.#trouble = false
    } catch (error) {
      this.#keepOnce(error)
    }
    this.#lookedAt = started
  }

  async #readIfChanged(started: number): Promise<void> {
    const stamp = await stampOf(this.#options.path)
    if (stamp !== this.#stamp.value) {
      this.#stamp = { value: stamp, since: this.#options.now(), settled: false }
    }
    if (this.#stamp.settled) return
    const settled = started - this.#stamp.since >= SETTLED
    this.#take(await readUsers(this.#options.path), settled)
    this.#stamp.settled = settled
  }

  #take(text: string, settled: boolean): void {
    if (text === this.#text) return
    const next = parseHtpasswd(text)
    if (!settled && seemsUnfinished(text, next, this.#users)) return
    this.#text = text
    this.#users = next
    this.#options.log.info('users reloaded', { file: this.#options.path, users: next.hashes.size })
    this.#report()
  }

  #report(): void {
    const { log, path } = this.#options
    const { hashes, skipped } = this.#users
    if (skipped.length > 0) log.warn(skippedMessage(path, skipped))
    if (hashes.size === 0) {
      log.warn(`${path} names no user: nobody can log in. ${addUser(path)}`)
    }
  }

  #keepOnce(error: unknown): void {
    if (this.#trouble) return
    this.#trouble = true
    const { log, path } = this.#options
    log.warn(`${remedyFor(path, error)} Until then the users last read count.`)
  }
}

/** Some tools write the file in place: then it can be seen empty, or cut off within a line. */
function seemsUnfinished(text: string, next: Htpasswd, previous: Htpasswd): boolean {
  if (next.hashes.size === 0 && previous.hashes.size > 0) return true
  return !text.endsWith('\n') && next.skipped.at(-1)?.line === text.split('\n').length
}

async function stampOf(path: string): Promise<string> {
  const { mtimeNs, ctimeNs, size, ino } = await stat(path, { bigint: true })
  return `${mtimeNs} ${ctimeNs} ${size} ${ino}`
}

async function readUsers(path: string): Promise<string> {
  if (!(await stat(path)).isFile()) throw new Error('it is not a file')
  return await readFile(path, 'utf8')
}

function skippedMessage(path: string, skipped: readonly SkippedLine[]): string {
  const shown = skipped.slice(0, 10).map(({ line, reason }) => `line ${line} (${reason})`)
  const rest = skipped.length > shown.length ? ` and ${skipped.length - shown.length} more` : ''
  return `${path}: ${shown.join(', ')}${rest} skipped: only lines \`name:bcrypt hash\` can log in.`
}

function remedyFor(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return `The htpasswd file ${path} does not exist. ${addUser(path)}`
  const reason = code === 'EACCES' ? 'this user may not read it' : (code ?? message)
  return `The htpasswd file ${path} cannot be read: ${reason}.`
}

function addUser(path: string): string {
  return `To add a user, run: berth htpasswd ${path} USER`
}
