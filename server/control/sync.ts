import type { Input, MethodName, Output } from './contract.ts'

type Answer<M extends MethodName> = Promise<Output<M>> | Output<M>

/** Syncs with other registries, for the console; the methods are those of the contract. */
export interface Sync {
  targets(): Answer<'sync.targets'>
  saveTarget(input: Input<'sync.saveTarget'>): Answer<'sync.saveTarget'>
  deleteTarget(input: Input<'sync.deleteTarget'>): Answer<'sync.deleteTarget'>
  plan(input: Input<'sync.plan'>): Answer<'sync.plan'>
  getPlan(input: Input<'sync.getPlan'>): Answer<'sync.getPlan'>
  planImages(input: Input<'sync.planImages'>): Answer<'sync.planImages'>
  /** Whether the registry may be changed is for the caller to know, here and below. */
  start(input: Input<'sync.start'>): Answer<'sync.start'>
  runs(input: Input<'sync.runs'>): Answer<'sync.runs'>
  getRun(input: Input<'sync.getRun'>): Answer<'sync.getRun'>
  runImages(input: Input<'sync.runImages'>): Answer<'sync.runImages'>
  pause(input: Input<'sync.pause'>): Answer<'sync.pause'>
  resume(input: Input<'sync.resume'>): Answer<'sync.resume'>
  cancel(input: Input<'sync.cancel'>): Answer<'sync.cancel'>
  retry(input: Input<'sync.retry'>): Answer<'sync.retry'>
  sides(input: Input<'sync.sides'>): Answer<'sync.sides'>
  resolve(input: Input<'sync.resolve'>): Answer<'sync.resolve'>
}
