import type { Check } from './check.ts'

/** One method: what it needs, what it takes, and (as a type only) what it gives. */
export interface Method<I, O> {
  readonly permission: 'read' | 'write'
  readonly input: Check<I>
  readonly output?: O
}

/** A method that changes nothing; what it gives is `O`. */
export const read = <O>() =>
  function <I>(input: Check<I>): Method<I, O> {
    return { permission: 'read', input }
  }

/** A method that changes something. */
export const write = <O>() =>
  function <I>(input: Check<I>): Method<I, O> {
    return { permission: 'write', input }
  }
