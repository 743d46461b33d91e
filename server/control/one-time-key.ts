import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A secret that opens once; then another takes its place. */
export interface OneTimeKey {
  /** 256 random bits as base64url. */
  readonly current: string
  /** Whether `text` is the current one, which it is no more afterwards. */
  redeem(text: string): boolean
}

/** @param onNew told of each that takes another's place */
export function createOneTimeKey(onNew: (key: string) => void): OneTimeKey {
  let current = randomSecret()
  return {
    get current() {
      return current
    },
    redeem(text) {
      if (!isSame(text, current)) return false
      current = randomSecret()
      onNew(current)
      return true
    },
  }
}

/** 256 random bits as base64url. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What can be kept of a secret without keeping it. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('base64')
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(fingerprint(a)), Buffer.from(fingerprint(b)))
}
