import type { Caller, Input, MethodName, Output } from './contract.ts'

type Answer<M extends MethodName> = Promise<Output<M>> | Output<M>

/** Images that come in and go out as files, for the console; the methods are those of the contract. */
export interface Carry {
  /** Whether the registry may be changed is for the caller to know, here and below. @returns the id of the import */
  take(file: FileComing): Promise<string>
  getImport(input: Input<'imports.get'>): Answer<'imports.get'>
  storeImport(input: Input<'imports.store'>, caller: Caller): Answer<'imports.store'>
  discardImport(input: Input<'imports.discard'>): Answer<'imports.discard'>
  copyTag(input: Input<'tags.copy'>, caller: Caller): Answer<'tags.copy'>
  export(wanted: ExportWanted, caller: Caller): Promise<FileGoing>
}

export interface FileComing {
  /** As whoever sends it calls it. */
  readonly name: string
  readonly content: AsyncIterable<Uint8Array>
}

export interface ExportWanted {
  readonly repository: string
  readonly reference: string
  readonly format: 'oci' | 'docker'
  /** Such as `linux/arm64`; all of them unless given. */
  readonly platform?: string | undefined
}

export interface FileGoing {
  /** Letters, digits, dots, dashes and underscores alone. */
  readonly name: string
  readonly size: number
  readonly content: AsyncIterable<Uint8Array>
}
