import type { Log } from '../log.ts'
import { shown, type Check } from './check.ts'
import {
  METHODS,
  type Caller,
  type ControlFailure,
  type MethodName,
  type Service,
} from './contract.ts'
import { ControlError } from './control-error.ts'
import { failureOf, INTERNAL } from './failure.ts'
import type { Rights } from './rights.ts'

/** What came of a call, in a form that every transport can carry. */
export type Outcome = { readonly output: unknown } | { readonly failure: ControlFailure }

/**
 * Calls a method by its name, with input that nobody has looked at yet. Never rejects. The signal says
 * that nobody waits for the answer any more.
 */
export type Dispatch = (
  method: string,
  input: unknown,
  caller: Caller,
  signal?: AbortSignal,
) => Promise<Outcome>

/**
 * @param log told of every change that somebody makes, and of our own faults
 * @param rights absent: whoever asks may do all
 */
export function createDispatch(
  service: Service,
  log: Log,
  rights?: Pick<Rights, 'check'>,
): Dispatch {
  return async (method, input, caller, signal) => {
    try {
      if (!isMethod(method)) throw new ControlError('UNKNOWN_METHOD', `there is no such method`)
      const checked = METHODS[method].input(input, '')
      rights?.check(method, checked, caller)
      if (METHODS[method].permission === 'write') logChange(method, checked, caller, log)
      // A method's input is of its own type: which one, only the table knows.
      const work = service[method] as AnyMethod
      return { output: await work(checked, caller, signal) }
    } catch (error) {
      const failure = failureOf(error)
      // What nobody waits for any more may end in any way.
      if (failure || signal?.aborted) return { failure: failure ?? INTERNAL }
      return { failure: fault(error, method, log) }
    }
  }
}

export function isMethod(name: string): name is MethodName {
  return Object.hasOwn(METHODS, name)
}

type AnyMethod = (input: unknown, caller: Caller, signal?: AbortSignal) => unknown

function logChange(method: MethodName, checked: unknown, caller: Caller, log: Log): void {
  // A method's input is of its own check: which one, only the table knows.
  const input = shown(METHODS[method].input as Check<unknown>, checked)
  log.info(`console: ${method}`, { ...caller, input })
}

function fault(error: unknown, method: string, log: Log): ControlFailure {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error)
  log.error('the console failed', { method, cause })
  return INTERNAL
}
