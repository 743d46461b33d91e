import type { Input, MethodName, Output } from './contract.ts'

type Answer<M extends MethodName> = Promise<Output<M>>

/** A file that is being read. */
export interface OpenFile {
  readonly size: number
  readonly body: AsyncIterable<Uint8Array>
}

/** What the console needs to know of the files inside images. */
export interface Contents {
  listFiles(input: Input<'files.list'>): Answer<'files.list'>
  searchFiles(input: Input<'files.search'>): Answer<'files.search'>
  getFile(input: Input<'files.get'>): Answer<'files.get'>
  findWaste(input: Input<'images.waste'>): Answer<'images.waste'>
  compareImages(input: Input<'images.compare'>): Answer<'images.compare'>
  compareFiles(input: Input<'images.compareFiles'>): Answer<'images.compareFiles'>
  viewFile(input: Input<'files.view'>, signal?: AbortSignal): Answer<'files.view'>
  /** Its bytes are to be read to their end, or left by the signal. */
  openFile(input: Input<'files.view'>, signal: AbortSignal): Promise<OpenFile>
}
