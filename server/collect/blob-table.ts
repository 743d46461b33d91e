import { hexOf, type Digest } from '../oci/digest.ts'

/**
 * What a pass through storage knows of every blob, in about 100 bytes each whatever the digest's length
 * as a text: a million of them has to fit beside a registry that serves.
 */
export interface BlobTable {
  readonly count: number
  add(digest: Digest, size: number): void
  /** Bytes; undefined when the blob was not there when storage was looked through. */
  size(digest: Digest): number | undefined
  /** A number that says whose it is; 0 until it is given one. */
  owner(digest: Digest): number
  own(digest: Digest, owner: number): void
  /** Something needs it. */
  mark(digest: Digest): void
  /** Nothing needs it, but it is too young to go. */
  spare(digest: Digest): void
  isMarked(digest: Digest): boolean
  entries(): Iterable<BlobEntry>
}

export interface BlobEntry {
  readonly digest: Digest
  readonly size: number
  readonly owner: number
  readonly isMarked: boolean
  readonly isSpared: boolean
}

/** Bytes of a key: a sha256. */
const KEY = 32
const SMALLEST = 1024

interface Columns {
  readonly keys: Buffer
  readonly sizes: Float64Array
  readonly owners: Uint32Array
  /** 0 free, 1 taken, 2 spared, 3 marked. */
  readonly states: Uint8Array
}

const columns = (capacity: number): Columns => ({
  keys: Buffer.alloc(capacity * KEY),
  sizes: new Float64Array(capacity),
  owners: new Uint32Array(capacity),
  states: new Uint8Array(capacity),
})

const keyOf = (digest: Digest): Buffer => Buffer.from(hexOf(digest), 'hex').subarray(0, KEY)

/** Open addressing: digests are evenly spread by themselves. */
export function createBlobTable(): BlobTable {
  let capacity = SMALLEST
  let { keys, sizes, owners, states } = columns(capacity)
  let count = 0

  /** Where a key is, or is to be put. */
  function slotOf(key: Buffer): number {
    let slot = key.readUInt32LE(0) & (capacity - 1)
    while (states[slot] !== 0 && key.compare(keys, slot * KEY, (slot + 1) * KEY) !== 0) {
      slot = (slot + 1) & (capacity - 1)
    }
    return slot
  }

  function find(digest: Digest): number | undefined {
    const slot = slotOf(keyOf(digest))
    return states[slot] === 0 ? undefined : slot
  }

  function grow(): void {
    const before = { keys, sizes, owners, states }
    const last = capacity
    capacity *= 2
    ;({ keys, sizes, owners, states } = columns(capacity))
    for (let old = 0; old < last; old++) {
      if (before.states[old] === 0) continue
      const key = before.keys.subarray(old * KEY, (old + 1) * KEY)
      const slot = slotOf(key)
      key.copy(keys, slot * KEY)
      sizes[slot] = before.sizes[old] ?? 0
      owners[slot] = before.owners[old] ?? 0
      states[slot] = before.states[old] ?? 0
    }
  }

  return {
    get count() {
      return count
    },

    add(digest, size) {
      if (count * 2 >= capacity) grow()
      const key = keyOf(digest)
      const slot = slotOf(key)
      if (states[slot] === 0) count++
      key.copy(keys, slot * KEY)
      sizes[slot] = size
      states[slot] ||= 1
    },

    size(digest) {
      const slot = find(digest)
      return slot === undefined ? undefined : sizes[slot]
    },

    owner: (digest) => owners[find(digest) ?? -1] ?? 0,

    own(digest, owner) {
      const slot = find(digest)
      if (slot !== undefined) owners[slot] = owner
    },

    mark(digest) {
      const slot = find(digest)
      if (slot !== undefined) states[slot] = 3
    },

    spare(digest) {
      const slot = find(digest)
      if (slot !== undefined && states[slot] === 1) states[slot] = 2
    },

    isMarked: (digest) => states[find(digest) ?? -1] === 3,

    *entries() {
      for (let slot = 0; slot < capacity; slot++) {
        if (states[slot] === 0) continue
        const hex = keys.toString('hex', slot * KEY, (slot + 1) * KEY)
        yield {
          digest: `sha256:${hex}` as Digest,
          size: sizes[slot] ?? 0,
          owner: owners[slot] ?? 0,
          isMarked: states[slot] === 3,
          isSpared: states[slot] === 2,
        }
      }
    },
  }
}
