import type { Input, MethodName, Output } from './contract.ts'

type Answer<M extends MethodName> = Promise<Output<M>>

/** The container engines of this machine, for the console; the methods are those of the contract. */
export interface Engines {
  list(): Answer<'engines.list'>
  /** @throws ControlError NOT_FOUND, here and below */
  check(input: Input<'engines.check'>, signal?: AbortSignal): Answer<'engines.check'>
  mend(input: Input<'engines.mend'>, signal?: AbortSignal): Answer<'engines.mend'>
  unmend(input: Input<'engines.unmend'>, signal?: AbortSignal): Answer<'engines.unmend'>
  login(input: Input<'engines.login'>, signal?: AbortSignal): Answer<'engines.login'>
}
