import { withoutSecrets } from './redact.ts'

/** Where a setting was written: a line of the file, a variable or a command line flag. */
export interface Place {
  readonly source: string
  /** From 1; absent when the source has no lines or the line says nothing. */
  readonly line?: number
}

/**
 * A configuration as it was written, before anything is known about its keys. Scalars keep their
 * text (`0.1` and `0123` stay what the person typed); null and `~` are the empty text.
 */
export type Tree = Scalar | List | Mapping

export interface Scalar {
  readonly kind: 'scalar'
  readonly text: string
  readonly place: Place
}

export interface List {
  readonly kind: 'list'
  readonly items: readonly Tree[]
  readonly place: Place
}

export interface Mapping {
  readonly kind: 'mapping'
  readonly entries: ReadonlyMap<string, Tree>
  readonly place: Place
}

/** A mapping without entries, for what begins outside a file. */
export function emptyMapping(place: Place): Mapping {
  return { kind: 'mapping', entries: new Map(), place }
}

/** `config.yml:12`, or the name of the variable or flag. */
export function showPlace({ source, line }: Place): string {
  return line === undefined ? source : `${source}:${line}`
}

/**
 * How an error names a value that has the wrong form; a long text is cut, and what looks like a secret
 * is left out, since it may have been put under the wrong key.
 */
export function showTree(tree: Tree): string {
  if (tree.kind === 'list') return 'a list'
  if (tree.kind === 'mapping') return 'a section'
  if (tree.text === '') return 'nothing'
  const text = withoutSecrets(tree.text)
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}

/** True when nothing in it says anything: null, `''`, `[]`, `{}` and sections of only those. */
export function isEmpty(tree: Tree): boolean {
  if (tree.kind === 'scalar') return tree.text === ''
  return children(tree).every(isEmpty)
}

/** The values directly below. */
export function children(tree: Tree): readonly Tree[] {
  if (tree.kind === 'scalar') return []
  return tree.kind === 'list' ? tree.items : [...tree.entries.values()]
}

/** The value at the end of `path`. */
export function valueAt(tree: Tree | undefined, path: readonly string[]): Tree | undefined {
  const [step, ...rest] = path
  return step === undefined || tree === undefined ? tree : valueAt(childAt(tree, step), rest)
}

/** The tree with another value at the end of a `path` of keys; what is no mapping there gives way. */
export function withValue(tree: Tree | undefined, path: readonly string[], value: Tree): Tree {
  const [key, ...rest] = path
  if (key === undefined) return value
  const mapping = tree?.kind === 'mapping' ? tree : emptyMapping(tree?.place ?? value.place)
  const next = withValue(mapping.entries.get(key), rest, value)
  return { ...mapping, entries: new Map([...mapping.entries, [key, next]]) }
}

/** The place of the deepest value on the way along `path` that exists. */
export function placeOf(tree: Tree, path: readonly string[]): Place {
  const [step, ...rest] = path
  const next = step === undefined ? undefined : childAt(tree, step)
  return next === undefined ? tree.place : placeOf(next, rest)
}

function childAt(tree: Tree, step: string): Tree | undefined {
  if (tree.kind === 'mapping') return tree.entries.get(step)
  return tree.kind === 'list' ? tree.items[Number(step)] : undefined
}
