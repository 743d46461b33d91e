import { hexOf, type Digest } from '../oci/digest.ts'

/**
 * What a pass through storage knows of every blob, in about 100 bytes each whatever the digest's length
 * as a text: a million of them has to fit beside a registry that serves.
 */
export interface BlobTable {
  readonly count: number
  /** Of all of them. */
  readonly bytes: number
  add(digest: Digest, size: number, modified: Date): void
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
  /** Those that nothing needs, spared ones too: few of very many, mostly. */
  unmarked(): Iterable<BlobEntry>
}

export interface BlobEntry {
  readonly digest: Digest
  readonly size: number
  readonly modified: Date
  readonly owner: number
  readonly isSpared: boolean
}

/** Numbers of 32 bits in a key: a sha256. */
const KEY = 8
const SMALLEST = 1024
/** The part of all slots that may be taken. */
const FULL = 0.7

interface Columns {
  readonly keys: Uint32Array
  readonly sizes: Float64Array
  /** In milliseconds. */
  readonly times: Float64Array
  readonly owners: Uint32Array
  /** 0 free, 1 taken, 2 spared, 3 marked. */
  readonly states: Uint8Array
}

const columns = (capacity: number): Columns => ({
  keys: new Uint32Array(capacity * KEY),
  sizes: new Float64Array(capacity),
  times: new Float64Array(capacity),
  owners: new Uint32Array(capacity),
  states: new Uint8Array(capacity),
})

/** The key that is looked for; one for all, since so many are looked for. */
const bytes = Buffer.alloc(KEY * 4)
const wanted = new Uint32Array(bytes.buffer, bytes.byteOffset, KEY)

function want(digest: Digest): void {
  bytes.write(hexOf(digest), 'hex')
}

/** Open addressing: digests are evenly spread by themselves. */
export function createBlobTable(): BlobTable {
  let capacity = SMALLEST
  let { keys, sizes, times, owners, states } = columns(capacity)
  let count = 0

  /** Where the wanted key is, or is to be put. */
  function slotOfWanted(): number {
    let slot = (wanted[0] ?? 0) & (capacity - 1)
    while (states[slot] !== 0 && !isWanted(slot)) slot = (slot + 1) & (capacity - 1)
    return slot
  }

  function isWanted(slot: number): boolean {
    for (let at = 0; at < KEY; at++) if (keys[slot * KEY + at] !== wanted[at]) return false
    return true
  }

  function find(digest: Digest): number | undefined {
    want(digest)
    const slot = slotOfWanted()
    return states[slot] === 0 ? undefined : slot
  }

  function grow(): void {
    const before = { keys, sizes, times, owners, states }
    const last = capacity
    capacity *= 2
    ;({ keys, sizes, times, owners, states } = columns(capacity))
    for (let old = 0; old < last; old++) {
      if (before.states[old] === 0) continue
      wanted.set(before.keys.subarray(old * KEY, (old + 1) * KEY))
      const slot = slotOfWanted()
      keys.set(wanted, slot * KEY)
      sizes[slot] = before.sizes[old] ?? 0
      times[slot] = before.times[old] ?? 0
      owners[slot] = before.owners[old] ?? 0
      states[slot] = before.states[old] ?? 0
    }
  }

  function entryAt(slot: number): BlobEntry {
    const hex = Buffer.from(keys.buffer, slot * KEY * 4, KEY * 4).toString('hex')
    return {
      digest: `sha256:${hex}` as Digest,
      size: sizes[slot] ?? 0,
      modified: new Date(times[slot] ?? 0),
      owner: owners[slot] ?? 0,
      isSpared: states[slot] === 2,
    }
  }

  return {
    get count() {
      return count
    },
    get bytes() {
      return sizes.reduce((sum, size) => sum + size, 0)
    },

    add(digest, size, modified) {
      if (count >= capacity * FULL) grow()
      want(digest)
      const slot = slotOfWanted()
      if (states[slot] === 0) count++
      keys.set(wanted, slot * KEY)
      sizes[slot] = size
      times[slot] = modified.getTime()
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
      for (let slot = 0; slot < capacity; slot++) if (states[slot] !== 0) yield entryAt(slot)
    },

    *unmarked() {
      for (let slot = 0; slot < capacity; slot++) {
        if (states[slot] === 1 || states[slot] === 2) yield entryAt(slot)
      }
    },
  }
}
