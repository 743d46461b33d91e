import { isIPv6 } from 'node:net'

/** How many failed logins an address may have. */
interface BudgetLimits {
  /** Failures that cost nothing. */
  readonly burst: number
  /** Milliseconds after which one failure is forgiven. */
  readonly interval: number
  /** Addresses remembered; beyond it the one that failed longest ago is forgotten. */
  readonly capacity: number
  /** Monotonic milliseconds. */
  readonly now: () => number
}

/** Slows an address down that keeps failing to log in: a token bucket for each address. */
export class FailureBudget {
  readonly #limits: BudgetLimits
  /** For each address the time at which all its failures will be forgiven. */
  readonly #clearAt = new Map<string, number>()

  constructor(limits: BudgetLimits) {
    this.#limits = limits
  }

  /** Milliseconds until this address may try again; 0 when it may now. */
  wait(address: string): number {
    const { burst, interval, now } = this.#limits
    const debt = (this.#clearAt.get(bucketOf(address)) ?? 0) - now()
    return Math.max(0, debt - (burst - 1) * interval)
  }

  /** Counts a failed login. */
  fail(address: string): void {
    const { capacity, interval, now } = this.#limits
    const bucket = bucketOf(address)
    const clearAt = Math.max(now(), this.#clearAt.get(bucket) ?? 0) + interval
    this.#clearAt.delete(bucket)
    this.#clearAt.set(bucket, clearAt)
    const [oldest] = this.#clearAt.keys()
    if (this.#clearAt.size > capacity && oldest !== undefined) this.#clearAt.delete(oldest)
  }
}

/**
 * Addresses that one client commands count as one: of IPv6 the first 64 bits. An IPv4 address
 * written as IPv6 (`::ffff:192.0.2.1`) counts as what it is.
 */
export function bucketOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [plain = ''] = address.split('%')
  return isIPv6(plain) ? `${network(plain).join(':')}::/64` : address
}

function network(address: string): string[] {
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter(Boolean))
  const dotted = tail.at(-1)?.includes('.') || head.at(-1)?.includes('.') ? 1 : 0
  const zeros = Array<string>(8 - dotted - head.length - tail.length).fill('0')
  const groups = [...head, ...zeros, ...tail].slice(0, 4)
  return groups.map((group) => Number.parseInt(group, 16).toString(16))
}
