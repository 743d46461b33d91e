import { parsePax, paxNumber, paxSize } from './pax.ts'
import { TarError, tarType, type TarEntry } from './tar-entry.ts'
import { BLOCK, parseHeader, textAt, type TarHeader } from './tar-header.ts'

/** What is made of an archive as it comes. */
export interface TarHandlers {
  entry(entry: TarEntry): void
  /** A part of the data of the last entry; valid only until the call ends. */
  data?(part: Buffer): void
  /** All data of the last entry has come. */
  end?(): void
}

/** Names and pax records longer than this are no file's. */
const LONGEST_EXTRA = 1024 * 1024

/** What precedes an entry and belongs to it. */
interface Extras {
  path?: string
  target?: string
  pax: ReadonlyMap<string, string>
}

/**
 * Takes a tar archive apart while it comes, chunk by chunk, holding at most one header. Nothing is read
 * ahead, and nothing is thrown away before the end.
 */
export class TarParser {
  readonly #handlers: TarHandlers
  /** Bytes of the archive that were taken. */
  #position = 0
  /** The beginning of a header or of extra records that has not come whole yet. */
  #held: Buffer[] = []
  #heldBytes = 0
  #needed = BLOCK
  #state: 'header' | 'sparse map' | 'extra' | 'data' | 'padding' | 'over' = 'header'
  #left = 0
  #padding = 0
  #current: TarHeader | undefined
  #extras: Extras = { pax: new Map() }
  #global: ReadonlyMap<string, string> = new Map()
  #last = ''

  constructor(handlers: TarHandlers) {
    this.#handlers = handlers
  }

  /** Whether the end of the archive was seen; what follows it is not looked at. */
  get isOver(): boolean {
    return this.#state === 'over'
  }

  /** @throws TarError */
  write(chunk: Buffer): void {
    let rest = chunk
    while (rest.length > 0 && this.#state !== 'over') rest = this.#take(rest)
  }

  /**
   * Passes over what is left of the current entry's data, which need not be handed over then.
   *
   * @returns how many bytes that is
   */
  skip(): number {
    if (this.#state !== 'data' && this.#state !== 'padding') return 0
    const isData = this.#state === 'data'
    const count = (isData ? this.#left : 0) + this.#padding
    this.#position += count
    this.#left = 0
    this.#padding = 0
    if (isData) this.#handlers.end?.()
    this.#pad()
    return count
  }

  /**
   * The archive has come to its end.
   *
   * @throws TarError where that is in the middle of something
   */
  end(): void {
    const isClean = this.#state === 'over' || (this.#state === 'header' && this.#heldBytes === 0)
    if (!isClean) throw new TarError(`${this.#place}: the archive ends in the middle`)
  }

  /** For messages: after which entry, and where. */
  get #place(): string {
    const after =
      this.#last === '' ? 'at its beginning' : `after ${JSON.stringify(shortened(this.#last))}`
    return `byte ${this.#position}, ${after}`
  }

  #take(chunk: Buffer): Buffer {
    if (this.#state === 'data') return this.#takeData(chunk)
    if (this.#state === 'padding') return this.#takePadding(chunk)
    return this.#takeWhole(chunk)
  }

  #takeData(chunk: Buffer): Buffer {
    const part = chunk.length > this.#left ? chunk.subarray(0, this.#left) : chunk
    this.#left -= part.length
    this.#position += part.length
    this.#handlers.data?.(part)
    if (this.#left === 0) this.#finishEntry()
    return chunk.subarray(part.length)
  }

  #finishEntry(): void {
    this.#handlers.end?.()
    this.#pad()
  }

  #pad(): void {
    this.#state = this.#padding > 0 ? 'padding' : 'header'
    this.#needed = BLOCK
  }

  #takePadding(chunk: Buffer): Buffer {
    const count = Math.min(chunk.length, this.#padding)
    this.#padding -= count
    this.#position += count
    if (this.#padding === 0) this.#pad()
    return chunk.subarray(count)
  }

  /** Headers and their extras are looked at once they are whole. */
  #takeWhole(chunk: Buffer): Buffer {
    const part = chunk.subarray(0, this.#needed - this.#heldBytes)
    const rest = chunk.subarray(part.length)
    if (this.#heldBytes + part.length < this.#needed) {
      // Its memory may be given back before the rest comes.
      this.#held.push(Buffer.from(part))
      this.#heldBytes += part.length
      return rest
    }
    const whole = this.#held.length > 0 ? Buffer.concat([...this.#held, part]) : part
    this.#held = []
    this.#heldBytes = 0
    this.#position += whole.length
    if (this.#state === 'extra') this.#readExtra(whole)
    else if (this.#state === 'sparse map') this.#readSparseMap(whole)
    else this.#readHeader(whole)
    return rest
  }

  #readHeader(block: Buffer): void {
    const header = parseHeader(block, this.#place)
    if (!header) {
      this.#state = 'over'
      return
    }
    this.#current = header
    if ('xgLK'.includes(header.flag)) this.#expectExtra(header)
    else if (header.sparse?.more) this.#state = 'sparse map'
    else this.#beginEntry(header)
  }

  #expectExtra({ size }: TarHeader): void {
    if (size > LONGEST_EXTRA) throw new TarError(`${this.#place}: a name is ${size} bytes long`)
    this.#state = 'extra'
    this.#needed = size
    this.#padding = paddingOf(size)
    if (size === 0) this.#readExtra(Buffer.alloc(0))
  }

  #readExtra(bytes: Buffer): void {
    const flag = this.#current?.flag
    if (flag === 'x') this.#extras.pax = parsePax(bytes, this.#place)
    else if (flag === 'g') this.#global = parsePax(bytes, this.#place)
    else if (flag === 'L') this.#extras.path = textAt(bytes, 0, bytes.length)
    else this.#extras.target = textAt(bytes, 0, bytes.length)
    this.#pad()
  }

  #readSparseMap(block: Buffer): void {
    const header = this.#current
    if (header && block[504] !== 1) this.#beginEntry(header)
  }

  #beginEntry(header: TarHeader): void {
    const entry = this.#entryOf(header)
    this.#extras = { pax: new Map() }
    this.#last = entry.path
    this.#handlers.entry(entry)
    this.#left = entry.stored
    this.#padding = paddingOf(entry.stored)
    this.#state = 'data'
    if (this.#left === 0) this.#finishEntry()
  }

  #entryOf(header: TarHeader): TarEntry {
    const { pax, path: longPath, target: longTarget } = this.#extras
    const place = this.#place
    const text = (key: string) => pax.get(key) ?? this.#global.get(key)
    const number = (key: string) =>
      paxNumber(pax, key, place) ?? paxNumber(this.#global, key, place)
    const bytes = (key: string) => paxSize(pax, key, place) ?? paxSize(this.#global, key, place)
    const path = text('GNU.sparse.name') ?? text('path') ?? longPath ?? header.path
    const type = tarType(header.flag, path)
    const hasData = type === 'file' || type === 'other'
    const stored = hasData ? (bytes('size') ?? header.size) : 0
    const size = bytes('GNU.sparse.realsize') ?? bytes('GNU.sparse.size') ?? header.sparse?.size
    const target = text('linkpath') ?? longTarget ?? header.target
    return {
      path,
      type,
      size: type === 'file' ? (size ?? stored) : 0,
      mode: header.mode,
      uid: number('uid') ?? header.uid,
      gid: number('gid') ?? header.gid,
      modified: Math.trunc((number('mtime') ?? header.modified) * 1000),
      ...((type === 'symlink' || type === 'hardlink') && { target }),
      offset: this.#position,
      stored,
      isSparse: type === 'file' && size !== undefined,
    }
  }
}

/** A name may be a megabyte long. */
const shortened = (name: string): string => (name.length > 200 ? `${name.slice(0, 200)}…` : name)

const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK
