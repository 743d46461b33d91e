import { createHash, type Hash } from 'node:crypto'
import { algorithmOf, finish, type Digest } from '../oci/digest.ts'
import { giveBack } from '../give-back.ts'
import type { Compression } from '../tar/decompressed.ts'
import { TarError, type TarEntry } from '../tar/tar-entry.ts'
import { TarParser } from '../tar/tar-parser.ts'
import { createUnpacker } from '../tar/unpacker.ts'
import type { Database } from './database.ts'
import { createLayerRows } from './layer-rows.ts'
import type { Limits } from './limits.ts'

/** A layer that is being read into the index. */
export interface LayerReading {
  readonly layer: number
  /** Resolves when the bytes were taken, which are given back then; false when no more are wanted. */
  write(bytes: Buffer): Promise<boolean>
  /** All bytes have come. Resolves when the layer is in the index. @throws what was wrong with it */
  end(): Promise<void>
  /** Stops; nothing is written any more. */
  drop(): void
  /** Bytes taken, as they are stored. */
  readonly takenBytes: number
  readonly rows: number
}

/** What a layer turned out to be. */
export interface ReadLayer {
  readonly rows: number
  readonly packed: number
  readonly unpacked: number
  readonly compression: Compression
  readonly note: string | undefined
}

/** A layer that cannot be looked into, however often it is read. */
export class BrokenLayer extends Error {
  override readonly name = 'BrokenLayer'
  readonly code = 'BROKEN_LAYER'
}

/** Rows after which is looked whether there is room for more. */
const LOOK = 10_000

/** Bytes of a hash: enough to tell contents apart. */
const HASH = 16

/**
 * Unpacks a layer as its bytes come, takes its archive apart and writes its entries with the hashes of
 * their contents into the index.
 *
 * @param told `onRows` before there are many more rows, `onEnd` to write down what it was
 */
export function createLayerReading(
  database: Database,
  layer: { readonly id: number; readonly digest: Digest },
  limits: Limits,
  told: { readonly onRows: () => void; readonly onEnd: (read: ReadLayer) => void },
): LayerReading {
  const packedHash = createHash(algorithmOf(layer.digest))
  const rows = createLayerRows(database, layer.id, {
    rows: limits.layerRows,
    textBytes: limits.textBytes,
  })
  const parser = new TarParser(hashing((entry, hash) => rows.isFull || rows.add(entry, hash)))
  const unpacker = createUnpacker(takeApart)
  let packed = 0
  let unpacked = 0
  let isDropped = false
  let nextLook = 0
  let failure: unknown

  function takeApart(part: Buffer): void {
    if (isDropped || rows.isFull) return
    unpacked += part.length
    checkSize(packed, unpacked, limits)
    database.change(() => {
      if (rows.rows >= nextLook) {
        told.onRows()
        nextLook = rows.rows + LOOK
      }
      parser.write(part)
      rows.settle()
    })
    giveBack(part)
  }

  async function finishArchive(): Promise<void> {
    if (failure !== undefined) throw failure
    await unpacker.end()
    parser.end()
    if (finish(packedHash, algorithmOf(layer.digest)) === layer.digest) return
    throw new BrokenLayer('what is stored of it does not match its digest')
  }

  return {
    layer: layer.id,
    async write(bytes) {
      packed += bytes.length
      packedHash.update(bytes)
      try {
        await unpacker.write(bytes)
      } catch (error) {
        // Told at the end.
        failure ??= error
      }
      giveBack(bytes)
      return failure === undefined && !isDropped && !rows.isFull
    },
    async end() {
      try {
        if (!rows.isFull) await finishArchive()
      } catch (error) {
        throw explained(error)
      }
      if (isDropped) return
      const { compression } = unpacker
      database.change(() => {
        told.onEnd({ rows: rows.rows, packed, unpacked, compression, note: noteOf(rows, limits) })
      })
      unpacker.destroy()
    },
    drop() {
      isDropped = true
      unpacker.destroy()
    },
    get takenBytes() {
      return packed
    },
    get rows() {
      return rows.rows
    },
  }
}

/** Hands each entry on when its data has come, with their hash. */
function hashing(onEntry: (entry: TarEntry, hash: Buffer | undefined) => void) {
  let current: TarEntry | undefined
  let hash: Hash | undefined
  return {
    entry(entry: TarEntry) {
      current = entry
      hash = entry.type === 'file' && entry.stored > 0 ? createHash('sha256') : undefined
    },
    data: (part: Buffer) => void hash?.update(part),
    end() {
      if (current) onEntry(current, hash?.digest().subarray(0, HASH))
    },
  }
}

function checkSize(packed: number, unpacked: number, limits: Limits): void {
  if (unpacked > limits.unpackedBytes) {
    throw new BrokenLayer(
      `unpacked it is larger than ${limits.unpackedBytes / 2 ** 30} GiB, more than is looked into`,
    )
  }
  if (unpacked > limits.ratioFromBytes && unpacked > packed * limits.ratio) {
    throw new BrokenLayer(
      `it unpacks to more than ${limits.ratio} times its size, as only an archive does that is made to fill disks`,
    )
  }
}

function noteOf(
  { isFull, leftOut }: { readonly isFull: boolean; readonly leftOut: number },
  { layerRows }: Limits,
): string | undefined {
  const parts = []
  if (isFull) parts.push(`only the first ${layerRows.toLocaleString('en')} entries are shown`)
  if (leftOut > 0) {
    const entries = leftOut === 1 ? '1 entry was' : `${leftOut.toLocaleString('en')} entries were`
    parts.push(`${entries} left out: their names lead out of the layer, or are too long`)
  }
  return parts.length > 0 ? parts.join('; ') : undefined
}

/** Wrong from its first header on: it is something else. */
const NO_ARCHIVE = /^byte (?:0|512), at its beginning: (?:this is no tar header|the archive ends)/

/** What an archive or its packing is wrong with is for the person who looks at the layer. */
function explained(error: unknown): unknown {
  if (error instanceof TarError) {
    const isNone = NO_ARCHIVE.test(error.message)
    return new BrokenLayer(isNone ? 'it is no archive of files' : error.message)
  }
  const { code, message } = error as NodeJS.ErrnoException
  const isPacking =
    code?.startsWith('Z_') || code?.startsWith('ZSTD_') || code === 'ERR_BUFFER_TOO_LARGE'
  return isPacking ? new BrokenLayer(`it cannot be unpacked: ${message}`) : error
}
