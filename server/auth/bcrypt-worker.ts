import { hashSync } from 'bcryptjs'
import { timingSafeEqual } from 'node:crypto'
import { answerQuestions } from '../worker-answers.ts'

/**
 * The thread that does what bcrypt is about: take long. Started by `bcrypt.ts`, and an entry of
 * its own in the build.
 */

/** A password to compare with a bcrypt hash of the usual 60 characters. */
export interface Comparison {
  readonly password: string
  readonly hash: string
}

/** A password to hash. */
export interface Hashing {
  readonly password: string
  readonly cost: number
}

/** Kind, cost and salt: `$2y$10$` and 22 characters. */
const PREFIX = 29

// Only what follows the prefix is compared: some programs write the last character of the salt
// with unused bits set, which hashing anew would clear.
function matches({ password, hash }: Comparison): boolean {
  const computed = hashSync(password, hash.slice(0, PREFIX))
  return timingSafeEqual(Buffer.from(computed.slice(PREFIX)), Buffer.from(hash.slice(PREFIX)))
}

function answer(question: Comparison | Hashing): boolean | string {
  return 'hash' in question ? matches(question) : hashSync(question.password, question.cost)
}

answerQuestions(answer)
