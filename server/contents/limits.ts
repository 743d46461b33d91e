/** What is looked into at most, so that no layer, whoever made it, fills memory, disk or time. */
export interface Limits {
  /** Entries of one layer; what comes after them is not shown. */
  readonly layerRows: number
  /** Bytes of paths and link targets, on average. */
  readonly textBytes: number
  /** Rows of all layers and images together; what was not asked for the longest goes first. */
  readonly rows: number
  /** Bytes of a layer, unpacked. */
  readonly unpackedBytes: number
  /** How many times its size a layer may unpack to, once it is larger than `ratioFromBytes`. */
  readonly ratio: number
  readonly ratioFromBytes: number
  /** Milliseconds after it was asked for in which nothing is let go of. */
  readonly inUse: number
}

export const LIMITS: Limits = {
  layerRows: 1_000_000,
  textBytes: 256,
  rows: 3_000_000,
  unpackedBytes: 64 * 2 ** 30,
  ratio: 1_000,
  ratioFromBytes: 2 ** 30,
  inUse: 60_000,
}
