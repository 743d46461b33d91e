import type { Input, MethodName, Output } from './contract.ts'

type Answer<M extends MethodName> = Promise<Output<M>>

/** What the console needs to know of the files inside images. */
export interface Contents {
  listFiles(input: Input<'files.list'>): Answer<'files.list'>
  searchFiles(input: Input<'files.search'>): Answer<'files.search'>
  getFile(input: Input<'files.get'>): Answer<'files.get'>
}
