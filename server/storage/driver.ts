import type { Writable } from 'node:stream'

/**
 * Where bytes lie. A driver knows paths (`a/b/c`, always relative, `/` between parts, made only by
 * `registry/layout.ts`) and nothing of the protocol. Its behaviour is pinned by
 * `test/storage/driver-suite.ts`, which every driver passes.
 *
 * Durable means: survives a power cut once the promise is fulfilled.
 */
export interface StorageDriver {
  /** Whether this process is the only writer, so that what it knows of mutable links may be trusted for a moment. */
  readonly exclusive: boolean

  /** The whole of a small object. */
  read(path: string): Promise<Buffer | undefined>

  /** Replaces one object: whoever reads sees the old or the new bytes, whole. Durable. */
  write(path: string, bytes: Uint8Array): Promise<void>

  /** A small object where there is none yet and nobody looks before this ends. Survives the process, not a power cut. */
  create(path: string, bytes: Uint8Array): Promise<void>

  /**
   * Replaces several objects, in their order. All of a group is durable before any of the next can be
   * seen.
   */
  writeInOrder(groups: readonly (readonly NewObject[])[]): Promise<void>

  /** Bytes of an object, from one round trip to storage. The caller reads `body` to its end or closes it. */
  open(path: string, range?: ByteRange): Promise<OpenObject | undefined>

  stat(path: string): Promise<ObjectStat | undefined>

  /** Names of the direct children, sorted by code unit, only those greater than `after`. */
  list(path: string, options?: { readonly after?: string }): AsyncIterable<string>

  /**
   * Adds `body` to the object, which is made when it is missing. Not durable until it is moved by `writeInOrder`.
   * When `body` fails, what came before the failure is kept. Its chunks are lent: each is done with when
   * the next is asked for.
   * @returns the new length
   * @throws OffsetConflict when the object is not `offset` bytes long
   */
  append(path: string, offset: number, body: AsyncIterable<Uint8Array>): Promise<number>

  /** Removes an object, or a folder with all it holds, at once for every reader. Absent: nothing to do. Durable unless told otherwise. */
  remove(path: string, options?: { readonly durable?: boolean }): Promise<void>

  /** Lets go of everything held. */
  close(): Promise<void>
}

/** Written, or moved from where it was appended to. */
export type NewObject = SmallObject | MovedObject

export interface MovedObject {
  readonly path: string
  /** Where it is now; not there any more afterwards. */
  readonly from: string
}

export interface SmallObject {
  readonly path: string
  readonly bytes: Uint8Array
  /** A folder above it that nobody may see without it: a new one appears with the object inside. */
  readonly whole?: string
}

/** Offsets in bytes, `last` inclusive, as in RFC 9110 "Range". */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

export interface ObjectStat {
  readonly size: number
  readonly modified: Date
}

export interface OpenObject {
  /** Of the whole object, whatever part was asked for. */
  readonly size: number
  readonly body: Body
}

export interface Body extends AsyncIterable<Uint8Array> {
  /** Writes every byte to `out`, at its pace, without ending it. Rejects when `out` closes early. */
  sendTo(out: Writable): Promise<void>
  /** Lets go of the object unread. */
  close(): Promise<void>
}

/** An append that does not start where the object ends. */
export class OffsetConflict extends Error {
  readonly size: number

  constructor(path: string, offset: number, size: number) {
    super(`append to ${path} at ${offset}, but it is ${size} bytes long`)
    this.name = 'OffsetConflict'
    this.size = size
  }
}

/** Storage has no room left for what was to be written. */
export class StorageFull extends Error {
  constructor(path: string, cause: unknown) {
    super(`no space left to write ${path}`, { cause })
    this.name = 'StorageFull'
  }
}
