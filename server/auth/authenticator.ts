import { basicChallenge, LONGEST_HEADER, parseBasic } from './basic.ts'
import type { Credential } from './basic.ts'
import { Bcrypt } from './bcrypt.ts'
import { ExpiringCache } from './expiring-cache.ts'
import { bucketOf, FailureBudget } from './failure-budget.ts'
import type { Htpasswd } from './htpasswd.ts'
import { keyedDigest, randomKey } from './keyed-digest.ts'
import { Line } from './line.ts'
import { openUserFile } from './user-file.ts'
import type { AuthLog, UserFile } from './user-file.ts'

/**
 * Whether a request may go on. `challenge`: no login, a malformed or a wrong one. `slow`: not
 * looked at; try again after so many seconds.
 */
export type AuthResult =
  | { readonly kind: 'ok'; readonly user: string }
  | { readonly kind: 'challenge' }
  | { readonly kind: 'slow'; readonly retryAfter: number }

/** Decides who a request comes from. */
export interface Authenticator {
  /** The value of `WWW-Authenticate` to answer a challenge with. */
  readonly challenge: string
  /**
   * Checks the `Authorization` header of a request from this address. A login verified before is
   * answered at once, without a promise.
   *
   * @throws Error when passwords cannot be checked at all.
   */
  authenticate(header: string | undefined, address: string): AuthResult | Promise<AuthResult>
  /**
   * Another text after every change of the user's password; undefined when there is no such user. Who
   * remembers a login for longer than this does compares it.
   */
  stampOf(user: string): Promise<string | undefined>
  close(): Promise<void>
}

/** Whose login counts, and where to say what happens. */
export interface AuthenticatorOptions {
  /** What a browser shows above its password dialog. */
  readonly realm: string
  /** The htpasswd file. */
  readonly path: string
  readonly log: AuthLog
  /** Monotonic milliseconds; a test's own clock. */
  readonly now?: () => number
  /** What compares a password with a hash; a test's own counter. */
  readonly bcrypt?: Pick<Bcrypt, 'compare' | 'close'>
}

const GOOD = { capacity: 10_000, life: 5 * 60_000 }
const BAD = { capacity: 1000, life: 10_000 }
const FAILURES = { burst: 10, interval: 2000, capacity: 10_000 }
/** Comparisons that may wait for their turn: some five seconds' worth at cost 10. */
const LONGEST_LINE = 64

const CHALLENGE: AuthResult = { kind: 'challenge' }
const BUSY: AuthResult = { kind: 'slow', retryAfter: 2 }

/**
 * An authenticator over an htpasswd file.
 *
 * @throws UserFileError when the file does not exist or cannot be read.
 */
export async function createAuthenticator(options: AuthenticatorOptions): Promise<Authenticator> {
  const now = options.now ?? (() => performance.now())
  const file = await openUserFile({ path: options.path, log: options.log, now })
  return new HtpasswdAuthenticator(options, file, now)
}

/**
 * bcrypt is slow on purpose and a push is hundreds of requests, so each credential is verified
 * once and then known by a keyed digest of its header, which is of no use outside this process.
 * All that is known belongs to one state of the file and goes when the file changes.
 */
class HtpasswdAuthenticator implements Authenticator {
  readonly challenge: string
  readonly #file: UserFile
  readonly #log: AuthLog
  readonly #bcrypt: Pick<Bcrypt, 'compare' | 'close'>
  readonly #digest = keyedDigest(randomKey())
  readonly #line = new Line(LONGEST_LINE)
  readonly #failures: FailureBudget
  readonly #good: ExpiringCache<AuthResult>
  readonly #bad: ExpiringCache<AuthResult>
  readonly #running = new Map<string, Promise<AuthResult>>()
  /** The state of the file to which everything known belongs. */
  #users: Htpasswd

  constructor(options: AuthenticatorOptions, file: UserFile, now: () => number) {
    this.challenge = basicChallenge(options.realm)
    this.#file = file
    this.#users = file.users
    this.#log = options.log
    this.#bcrypt = options.bcrypt ?? new Bcrypt()
    this.#failures = new FailureBudget({ ...FAILURES, now })
    this.#good = new ExpiringCache({ ...GOOD, now })
    this.#bad = new ExpiringCache({ ...BAD, now })
  }

  authenticate(header: string | undefined, address: string): AuthResult | Promise<AuthResult> {
    if (header === undefined || header.length > LONGEST_HEADER) return CHALLENGE
    if (!this.#file.stale()) return this.#decide(header, address)
    return this.#file.refresh().then(() => this.#decide(header, address))
  }

  async stampOf(user: string): Promise<string | undefined> {
    if (this.#file.stale()) await this.#file.refresh()
    return this.#file.users.hashes.get(user)
  }

  close(): Promise<void> {
    return this.#bcrypt.close()
  }

  #decide(header: string, address: string): AuthResult | Promise<AuthResult> {
    this.#forgetOnChange()
    const key = this.#digest(header)
    const known = this.#good.get(key) ?? this.#bad.get(key) ?? this.#running.get(key)
    return known ?? this.#verify(key, header, address)
  }

  #forgetOnChange(): void {
    if (this.#users === this.#file.users) return
    this.#users = this.#file.users
    this.#good.clear()
    this.#bad.clear()
    this.#running.clear()
  }

  /** Clients open several connections at once: the same credential is verified once for all. */
  #verify(key: string, header: string, address: string): AuthResult | Promise<AuthResult> {
    const credential = parseBasic(header)
    if (credential === undefined) return CHALLENGE
    const slowed = this.#slowed(address)
    if (slowed !== undefined) return slowed
    const turn = this.#line.enter(() => this.#takeTurn(key, credential, address))
    if (turn === undefined) return BUSY
    const shared = turn.finally(() => {
      if (this.#running.get(key) === shared) this.#running.delete(key)
    })
    this.#running.set(key, shared)
    return shared
  }

  /** Others from the same address may have failed while this one waited. */
  async #takeTurn(key: string, credential: Credential, address: string): Promise<AuthResult> {
    const slowed = this.#slowed(address)
    if (slowed !== undefined) return slowed
    const result = await this.#compare(key, credential)
    if (result.kind === 'challenge') this.#countFailure(address)
    return result
  }

  async #compare(key: string, credential: Credential): Promise<AuthResult> {
    const { users } = this.#file
    const hash = users.hashes.get(credential.user)
    // An unknown user costs as much as a wrong password, or the time would tell who exists.
    const equal = await this.#bcrypt.compare(credential.password, hash ?? nobody(users.usualCost))
    if (this.#file.stale()) await this.#file.refresh()
    if (users !== this.#file.users) return await this.#compare(key, credential)
    this.#forgetOnChange()
    const good = equal && hash !== undefined
    const result: AuthResult = good ? { kind: 'ok', user: credential.user } : CHALLENGE
    ;(good ? this.#good : this.#bad).set(key, result)
    return result
  }

  #slowed(address: string): AuthResult | undefined {
    const wait = this.#failures.wait(address)
    return wait > 0 ? { kind: 'slow', retryAfter: Math.ceil(wait / 1000) } : undefined
  }

  #countFailure(address: string): void {
    this.#failures.fail(address)
    if (this.#failures.wait(address) === 0) return
    this.#log.warn('many failed logins: this address is slowed', { address: bucketOf(address) })
  }
}

/** A hash that belongs to no password but takes as long to compare with. */
function nobody(cost: number): string {
  return `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`
}
