import { hashSync } from 'bcryptjs'
import { timingSafeEqual } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

/**
 * The thread that does what bcrypt is about: take long. Started by `bcrypt.ts`, and an entry of
 * its own in the build.
 */

/** A password to compare with a bcrypt hash of the usual 60 characters. */
export interface Question {
  readonly id: number
  readonly password: string
  readonly hash: string
}

/** Whether the password of the question with this id is the right one. */
export interface Answer {
  readonly id: number
  readonly matches: boolean
}

/** Kind, cost and salt: `$2y$10$` and 22 characters. */
const PREFIX = 29

// Only what follows the prefix is compared: some programs write the last character of the salt
// with unused bits set, which hashing anew would clear.
function matches({ password, hash }: Question): boolean {
  const computed = hashSync(password, hash.slice(0, PREFIX))
  return timingSafeEqual(Buffer.from(computed.slice(PREFIX)), Buffer.from(hash.slice(PREFIX)))
}

parentPort?.on('message', (question: Question) => {
  const answer: Answer = { id: question.id, matches: matches(question) }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(answer)
})
