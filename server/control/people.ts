import type { Caller, Input, MethodName, Output } from './contract.ts'

type Answer<M extends MethodName> = Promise<Output<M>> | Output<M>

/** The users of a registry and their rights, for the console; the methods are those of the contract. */
export interface People {
  listUsers(): Answer<'users.list'>
  addUser(input: Input<'users.add'>): Answer<'users.add'>
  setPassword(input: Input<'users.setPassword'>): Answer<'users.setPassword'>
  setDisabled(input: Input<'users.setDisabled'>, caller: Caller): Answer<'users.setDisabled'>
  deleteUser(input: Input<'users.delete'>, caller: Caller): Answer<'users.delete'>
  getAccess(): Answer<'access.get'>
  changeAccess(input: Input<'access.change'>, caller: Caller): Answer<'access.change'>
  tryAccess(input: Input<'access.try'>): Answer<'access.try'>
}
