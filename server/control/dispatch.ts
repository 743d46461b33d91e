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
import type { ControlAudit } from './signals-methods.ts'

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

export interface DispatchOptions {
  /** Absent: whoever asks may do all. */
  readonly rights?: Pick<Rights, 'check'> | undefined
  /** Told of every change with how it ended, also of those that were refused. */
  readonly audit?: Pick<ControlAudit, 'record'> | undefined
}

/** @param log told of every change that somebody makes, and of our own faults */
export function createDispatch(
  service: Service,
  log: Log,
  { rights, audit }: DispatchOptions = {},
): Dispatch {
  async function run(
    method: MethodName,
    checked: unknown,
    caller: Caller,
    signal?: AbortSignal,
  ): Promise<unknown> {
    // A method's input is of its own type: which one, only the table knows.
    const work = service[method] as AnyMethod
    const isChange = METHODS[method].permission === 'write'
    const deed = { action: method, via: 'console', ...caller } as const
    const input = isChange ? shownInput(method, checked) : undefined
    try {
      rights?.check(method, checked, caller)
      if (isChange) log.info(`console: ${method}`, { ...caller, input })
      const output = await work(checked, caller, signal)
      if (isChange) audit?.record({ ...deed, input })
      return output
    } catch (error) {
      const failure = (failureOf(error) ?? INTERNAL).message
      if (isChange) audit?.record({ ...deed, input, failure })
      throw error
    }
  }

  return async (method, input, caller, signal) => {
    try {
      if (!isMethod(method)) throw new ControlError('UNKNOWN_METHOD', `there is no such method`)
      const checked = METHODS[method].input(input, '')
      return { output: await run(method, checked, caller, signal) }
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

/** Without its secrets. */
function shownInput(method: MethodName, checked: unknown): unknown {
  // A method's input is of its own check: which one, only the table knows.
  return shown(METHODS[method].input as Check<unknown>, checked)
}

function fault(error: unknown, method: string, log: Log): ControlFailure {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error)
  log.error('the console failed', { method, cause })
  return INTERNAL
}
