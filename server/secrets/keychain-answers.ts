import { createRequire } from 'node:module'
import { Incomplete, KeychainEntries } from './keychain-entries.ts'
import type { Keytar } from './keychain-entries.ts'

/** To the process that talks with the keychain. */
export type Question =
  | { readonly verb: 'probe' | 'list' }
  | { readonly verb: 'get' | 'delete'; readonly name: string }
  | { readonly verb: 'set'; readonly name: string; readonly value: string }

/** What it makes of each. */
export interface Values {
  readonly probe: undefined
  readonly get: string | undefined
  readonly set: undefined
  readonly delete: boolean
  readonly list: readonly string[]
}

/** Why it could not. */
export interface Failure {
  /** `load`: keytar cannot be used at all; `parts`: a part of a long value is gone. */
  readonly kind: 'load' | 'parts' | 'call'
  /** The system's words, without the value. */
  readonly message: string
}

/** And back. */
export type Answer = { readonly value?: Values[keyof Values] } | { readonly failure: Failure }

/**
 * Asks the keychain. Only for a process of its own, which can be killed: a keyring that waits for its
 * password never answers, no call of keytar can be cancelled, and a process or thread that has one
 * under way cannot end. Some calls crash on a locked keyring, too.
 */
export async function answerKeychain(question: Question): Promise<Answer> {
  try {
    return { value: await ask(await loaded(), question) }
  } catch (error) {
    return { failure: { kind: kindOf(error), message: wordsOf(error, question) } }
  }
}

function ask(entries: KeychainEntries, question: Question): Promise<Values[keyof Values]> {
  switch (question.verb) {
    case 'probe':
    case 'list':
      return entries[question.verb]()
    case 'get':
    case 'delete':
      return entries[question.verb](question.name)
    case 'set':
      return entries.set(question.name, question.value)
  }
}

class NotLoaded extends Error {
  override readonly name = 'NotLoaded'
}

async function loaded(): Promise<KeychainEntries> {
  try {
    const keytar: Keytar = (await import('keytar')).default
    return new KeychainEntries(keytar, process.platform)
  } catch (error) {
    throw new NotLoaded(whyNotLoaded(error), { cause: error })
  }
}

/** keytar does not tell what the system said when it tried to load its library. */
function whyNotLoaded(error: unknown): string {
  if (codeOf(error) === 'ERR_MODULE_NOT_FOUND') return 'keytar is not installed'
  const build = `${process.platform}-${process.arch}`
  try {
    createRequire(import.meta.url)(`keytar/prebuilds/${build}/keytar.node`)
  } catch (cause) {
    return codeOf(cause) === 'MODULE_NOT_FOUND' ? `keytar has no build for ${build}` : text(cause)
  }
  return text(error)
}

function kindOf(error: unknown): Failure['kind'] {
  if (error instanceof NotLoaded) return 'load'
  return error instanceof Incomplete ? 'parts' : 'call'
}

/** What it says. No system repeats the value, as far as is known; here that is made sure. */
export function wordsOf(error: unknown, question: Question): string {
  const words = text(error)
  return question.verb === 'set' ? words.replaceAll(question.value, '…') : words
}

function text(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300)
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
