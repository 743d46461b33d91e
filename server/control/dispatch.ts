import type { Log } from '../log.ts'
import {
  METHODS,
  type Caller,
  type ControlFailure,
  type MethodName,
  type Service,
} from './contract.ts'
import { ControlError } from './control-error.ts'
import { failureOf, INTERNAL } from './failure.ts'

/** What came of a call, in a form that every transport can carry. */
export type Outcome = { readonly output: unknown } | { readonly failure: ControlFailure }

/** Calls a method by its name, with input that nobody has looked at yet. Never rejects. */
export type Dispatch = (method: string, input: unknown, caller: Caller) => Promise<Outcome>

/** @param log told of every change that somebody makes, and of our own faults */
export function createDispatch(service: Service, log: Log): Dispatch {
  return async (method, input, caller) => {
    try {
      if (!isMethod(method)) throw new ControlError('UNKNOWN_METHOD', `there is no such method`)
      return { output: await call(service, method, input, caller, log) }
    } catch (error) {
      return { failure: failureOf(error) ?? fault(error, method, log) }
    }
  }
}

export function isMethod(name: string): name is MethodName {
  return Object.hasOwn(METHODS, name)
}

/** A method's input is of its own type: which one, only the table knows. */
type AnyMethod = (input: unknown, caller: Caller) => unknown

async function call(
  service: Service,
  method: MethodName,
  input: unknown,
  caller: Caller,
  log: Log,
): Promise<unknown> {
  const { input: check, permission } = METHODS[method]
  const checked = check(input, '')
  if (permission === 'write') log.info(`console: ${method}`, { ...caller, input: checked })
  return await (service[method] as AnyMethod)(checked, caller)
}

function fault(error: unknown, method: string, log: Log): ControlFailure {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error)
  log.error('the console failed', { method, cause })
  return INTERNAL
}
