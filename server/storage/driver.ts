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

  /**
   * Several small objects at once, by their paths; undefined where there is none. What is left out, as
   * large ones and those that fail are, has to be read by itself. A capability of storage that tells
   * many as quickly as one.
   */
  readSome?(paths: readonly string[]): Promise<ReadonlyMap<string, Buffer | undefined>>

  /** A small object where there is none yet and nobody looks before this ends. Survives the process, not a power cut. */
  create(path: string, bytes: Uint8Array): Promise<void>

  /**
   * Replaces several objects, in their order: whoever reads sees each old or new, whole. All of a group
   * is durable before any of the next can be seen.
   * @throws OffsetConflict when a moved object is another version than the one that was meant
   */
  writeInOrder(groups: readonly (readonly NewObject[])[]): Promise<void>

  /** Bytes of an object, from one round trip to storage. The caller reads `body` to its end or closes it. */
  open(path: string, range?: ByteRange): Promise<OpenObject | undefined>

  stat(path: string): Promise<ObjectStat | undefined>

  /** Names of the direct children, sorted by code unit, only those greater than `after`. */
  list(path: string, options?: { readonly after?: string }): AsyncIterable<string>

  /**
   * Paths of objects anywhere below `path`, sorted by code unit, the first of them not less than `from`.
   * A capability of storage that tells a thousand paths as quickly as one.
   */
  scan?(path: string, from: string): Promise<ScannedPaths>

  /**
   * Every object anywhere below `path`, in no order, as it is when its turn comes; as many at a time as
   * storage tells.
   *
   * @param leaf the objects that are looked for; no other need be found
   */
  walk(path: string, leaf?: Leaf): AsyncIterable<readonly FoundObject[]>

  /**
   * Makes an object count as modified now, if it was so last before `since`.
   * @returns when it was modified last, this included; undefined when there is none
   */
  touch(path: string, since: Date): Promise<Date | undefined>

  /**
   * Removes an object that is still the one that was found, with the folder that held nothing else. Not
   * durable: a power cut may bring it back.
   * @returns false when it has changed, was touched, or cannot be removed while somebody reads it
   */
  removeFound(found: FoundObject): Promise<boolean>

  /**
   * Removes the folders at and below `path` in which there is no object, and those above it that held
   * nothing else, but not `top`. Where storage has no folders: nothing to do.
   */
  removeEmptyFolders(path: string, top: string): Promise<void>

  /**
   * Adds `body` to the object, which is made when it is missing. Not durable until it is moved by `writeInOrder`.
   * When `body` fails, what came before the failure is kept. Its chunks are lent: each is done with when
   * the next is asked for.
   * @param mark called with the new length just before it can be seen; see `ObjectStat.mark`
   * @returns the new length
   * @throws OffsetConflict when the object is not `offset` bytes long
   */
  append(
    path: string,
    offset: number,
    body: AsyncIterable<Uint8Array>,
    mark?: (length: number) => string | undefined,
  ): Promise<number>

  /**
   * Removes an object, or a folder with all it holds, at once for every reader; where storage has no
   * folders, its objects go one by one, the first in order last. Absent: nothing to do. Durable unless
   * told otherwise.
   */
  remove(path: string, options?: { readonly durable?: boolean }): Promise<void>

  /**
   * An address at which anybody can read the object, and nothing else, for a while. A capability; also
   * undefined when this credential cannot make one.
   */
  link?(path: string): Promise<URL | undefined>

  /** Costs one small request. @throws StorageUnavailable when storage cannot be used now */
  check(): Promise<void>

  /** Lets go of everything held. */
  close(): Promise<void>
}

/** Written, or moved from where it was appended to; either is a change, from which `ObjectStat.modified` counts. */
export type NewObject = SmallObject | MovedObject

export interface MovedObject {
  readonly path: string
  /** Where it is now; not there any more afterwards. */
  readonly from: string
  /** Move only this version of it; see `ObjectStat`. */
  readonly version?: string | undefined
  /** An object of this many bytes that is at `path` already is the same one, and may stay. */
  readonly sameSize?: number
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
  /** Another one after every change, where several processes may write. */
  readonly version?: string
  /** What whoever appended last has noted of the object as it is now; ASCII, kept where several processes may write. */
  readonly mark?: string
}

/** Objects of one name, so many folders below the one that is looked through: 2 in `<a>/<b>/name`. */
export interface Leaf {
  readonly name: string
  readonly below: number
  /** The folders right below that they may be in. */
  readonly within: readonly string[]
}

/** An object that a walk came by. */
export interface FoundObject extends Pick<ObjectStat, 'size' | 'modified' | 'version'> {
  readonly path: string
}

export interface ScannedPaths {
  readonly paths: readonly string[]
  /** Whether there are others behind the last; then there are two at least, so that who goes on from the last gets further. */
  readonly more: boolean
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

/**
 * Storage cannot be used, for the moment or until somebody changes something. The message is for the
 * person who runs the registry: it says why and what to do, and holds no secret.
 */
export class StorageUnavailable extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'StorageUnavailable'
  }
}
