/**
 * Where an entry of a layer's archive belongs: image-spec `layer.md`, "Whiteouts". Names are lists of
 * components from the root, empty for the root itself.
 */
export type EntryPlace =
  | { readonly kind: 'entry'; readonly names: readonly string[] }
  /** What lies there in the layers below is not there any more. */
  | { readonly kind: 'whiteout'; readonly names: readonly string[] }
  /** Nor is anything below this folder. */
  | { readonly kind: 'opaque'; readonly names: readonly string[] }
  /** What AUFS kept for itself; no image has it. */
  | { readonly kind: 'nothing' }

const WHITEOUT = '.wh.'
const OPAQUE = '.wh..wh..opq'
const META = '.wh..wh.'

/** Bytes of a path, and folders above an entry: Linux' PATH_MAX, and more than anybody nests. */
const LONGEST = 4_096
const DEEPEST = 255

/** Undefined for a path that leads out of the layer, or is none that a file system could have. */
export function placeOf(path: string): EntryPlace | undefined {
  const names = namesIn(path)
  if (!names) return undefined
  const last = names.at(-1) ?? ''
  const above = names.slice(0, -1)
  if (last === OPAQUE) return { kind: 'opaque', names: above }
  if (names.some((name) => name.startsWith(META))) return { kind: 'nothing' }
  if (!last.startsWith(WHITEOUT)) return { kind: 'entry', names }
  const hidden = last.slice(WHITEOUT.length)
  if (hidden === '' || hidden === '.' || hidden === '..') return undefined
  return { kind: 'whiteout', names: [...above, hidden] }
}

/** The components of a path that stays below the root; `./`, `/` and doubled slashes mean nothing. */
export function namesIn(path: string): readonly string[] | undefined {
  if (Buffer.byteLength(path) > LONGEST || path.includes('\0')) return undefined
  const names = path.split('/').filter((name) => name !== '' && name !== '.')
  return names.includes('..') || names.length > DEEPEST ? undefined : names
}
