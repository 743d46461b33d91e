import type { Answer, Question, Values } from './keychain-answers.ts'
import { explainFailure } from './keychain-trouble.ts'
import { SecretsError } from './secrets-error.ts'

/** A process that answers each question with what `answerKeychain` makes of it. */
export interface Helper {
  post(question: Question): void
  /** Ends it at once, whatever it is doing. */
  end(): void
}

/** What it tells. */
export interface HelperEvents {
  readonly answer: (answer: Answer) => void
  /** @param how the signal or exit code, or why it did not start */
  readonly ended: (how: string) => void
}

/** Starts such a process. It must not keep this one alive, and must end when this one does. */
export type LaunchHelper = (events: HelperEvents) => Helper

/** Milliseconds that a process without questions is kept for the next one. */
const IDLE = 10_000

/** With fewer milliseconds left a question is not asked: it would stay open whether it was heeded. */
const SHORTEST = 10

/** Questions that may wait; who asks more often does something wrong. */
const LONGEST_QUEUE = 100

interface Exchange {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: SecretsError) => void
}

/**
 * Asks a process about the keychain, one question at a time. It is started when there is a question,
 * ended when there is none for a while, and replaced after each failure: a call that hangs cannot be
 * cancelled otherwise, and a connection to a keyring that was restarted stays broken.
 */
export class KeychainProcess {
  readonly #launch: LaunchHelper
  readonly #patience: number
  #helper: Helper | undefined
  #exchange: Exchange | undefined
  #idle: NodeJS.Timeout | undefined
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #closed = false

  /** @param patience milliseconds in which a question is answered, or has failed */
  constructor(launch: LaunchHelper, patience: number) {
    this.#launch = launch
    this.#patience = patience
  }

  /** @throws SecretsError KEYCHAIN_* or CLOSED */
  async ask<V extends Question['verb']>(question: Question & { verb: V }): Promise<Values[V]> {
    if (this.#waiting >= LONGEST_QUEUE) throw tooMany()
    const deadline = performance.now() + this.#patience
    this.#waiting++
    const answer = this.#last.then(() => this.#exchanged(question, deadline))
    this.#last = answer.catch(() => undefined).finally(() => this.#waiting--)
    return (await answer) as Values[V]
  }

  /** Ends the process; a question not answered yet fails. */
  close(): void {
    this.#closed = true
    this.#exchange?.reject(closed())
    this.#drop()
  }

  async #exchanged(question: Question, deadline: number): Promise<unknown> {
    const left = deadline - performance.now()
    if (left < SHORTEST) throw silent(this.#patience)
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const timer = setTimeout(() => reject(silent(this.#patience)), left)
    this.#exchange = { resolve, reject }
    try {
      this.#start().post(question)
      const answer = await promise
      if ('failure' in answer) throw explainFailure(answer.failure, process.platform)
      return answer.value
    } catch (error) {
      this.#drop()
      throw error
    } finally {
      clearTimeout(timer)
      this.#exchange = undefined
      this.#idle = setTimeout(() => this.#drop(), IDLE).unref()
    }
  }

  #start(): Helper {
    if (this.#closed) throw closed()
    clearTimeout(this.#idle)
    this.#helper ??= this.#launched()
    return this.#helper
  }

  #launched(): Helper {
    // What an older process still says is not meant for the question that is asked now.
    const isCurrent = () => this.#helper === helper
    const helper: Helper = launched(this.#launch, {
      answer: (answer) => isCurrent() && this.#exchange?.resolve(answer),
      ended: (how) => isCurrent() && this.#lost(how),
    })
    return helper
  }

  #lost(how: string): void {
    this.#helper = undefined
    this.#exchange?.reject(ended(how))
  }

  #drop(): void {
    clearTimeout(this.#idle)
    const helper = this.#helper
    this.#helper = undefined
    helper?.end()
  }
}

function launched(launch: LaunchHelper, events: HelperEvents): Helper {
  try {
    return launch(events)
  } catch (cause) {
    const reason = 'The process that talks with the keychain cannot be started.'
    throw new SecretsError('KEYCHAIN_FAILED', reason, 'Start Berth again.', { cause })
  }
}

function silent(patience: number): SecretsError {
  const reason = `The keychain gave no answer within ${patience / 1000} s; it may be locked and wait for its password.`
  return new SecretsError('KEYCHAIN_SILENT', reason, 'Unlock it and try again.')
}

function ended(how: string): SecretsError {
  const reason = `The process that talks with the keychain ended early (${how}).`
  return new SecretsError('KEYCHAIN_FAILED', reason, 'Try again.')
}

function tooMany(): SecretsError {
  const reason = `More than ${LONGEST_QUEUE} questions wait for the keychain.`
  return new SecretsError('KEYCHAIN_FAILED', reason, 'Try again later.')
}

function closed(): SecretsError {
  return new SecretsError('CLOSED', 'The secrets have been closed.', 'Open them again.')
}
