import { nearest } from './nearest.ts'
import type { Spot } from './report.ts'
import { keyWord } from './redact.ts'
import { below, problem } from './report.ts'
import {
  emptyMapping,
  isEmpty,
  placeOf,
  showPlace,
  showTree,
  type Mapping,
  type Tree,
} from './tree.ts'

/**
 * One description of a key: `kind` and what lies below it lead a variable's name to its key, `read`
 * checks what was written and gives the typed value. `read` never throws: it reports, and goes on as
 * if nothing had been written.
 */
export type Shape<T> = Structure & {
  read(tree: Tree | undefined, spot: Spot): T
}

type Structure =
  /** `secret`: no message repeats the value. */
  | { readonly kind: 'leaf'; readonly secret?: true }
  /** Whatever lies below is not looked at. */
  | { readonly kind: 'opaque' }
  | { readonly kind: 'list' | 'map'; readonly item: Shape<unknown> }
  | { readonly kind: 'section'; readonly children: Children; readonly choice?: Choice }

export type Children = Readonly<Record<string, Shape<unknown>>>

/**
 * Of these keys exactly one may be given, and its bare name stands for it: `storage: filesystem`.
 * A name that is not among them would have been one of them, so it is an error and no mere warning.
 */
export interface Choice {
  readonly noun: string
  readonly names: readonly string[]
  /** Those of them that do not stop the start. */
  readonly supported: readonly string[]
}

/** What a shape reads. */
export type Read<S> = S extends { read(tree: Tree | undefined, spot: Spot): infer T } ? T : never

/** A mapping with known keys. Absent or empty, it is read as if every key were absent. */
export function section<C extends Children>(
  children: C,
  choice?: Choice,
): Shape<{ readonly [K in keyof C]: Read<C[K]> }> {
  return {
    kind: 'section',
    children,
    ...(choice && { choice }),
    read(tree, spot) {
      const mapping = asMapping(tree, spot, { choice, secret: holdsSecrets(children) })
      for (const key of mapping.entries.keys()) {
        if (!Object.hasOwn(children, key)) reportUnknown(key, children, choice, spot)
      }
      if (choice) reportSeveral(mapping, children, choice, spot)
      const values = Object.entries(children).map(([key, shape]) => [
        key,
        shape.read(mapping.entries.get(key), below(spot, key)),
      ])
      return Object.fromEntries(values)
    },
  }
}

/** The same shape, undefined when nothing is written: for a section that acts by being there. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return {
    ...shape,
    read: (tree, spot) => (tree === undefined ? undefined : shape.read(tree, spot)),
  }
}

/** A list; a single value stands for a list of one. */
export function list<T>(item: Shape<T | undefined>): Shape<readonly T[]> {
  return {
    kind: 'list',
    item,
    read(tree, spot) {
      if (tree === undefined || isEmpty(tree)) return []
      if (tree.kind !== 'list') return defined([item.read(tree, spot)])
      return defined(tree.items.map((value, index) => item.read(value, below(spot, String(index)))))
    },
  }
}

/** A mapping whose keys the person chooses; `check` says what is wrong with one. */
export function map<T>(
  item: Shape<T | undefined>,
  check?: (key: string) => string | undefined,
): Shape<Readonly<Record<string, T>>> {
  return {
    kind: 'map',
    item,
    read(tree, spot) {
      const pairs = [...asMapping(tree, spot).entries].flatMap(([key, value]) => {
        const wrong = check?.(key)
        if (wrong !== undefined) problem(below(spot, key), wrong)
        const read = item.read(value, below(spot, key))
        return read === undefined || wrong !== undefined ? [] : [[key, read] as const]
      })
      return Object.fromEntries(pairs)
    },
  }
}

/** Every key that a schema knows, as paths. */
export function* knownPaths(
  shape: Shape<unknown>,
  path: readonly string[] = [],
): Iterable<string[]> {
  if (shape.kind !== 'section') return
  for (const [key, child] of Object.entries(shape.children)) {
    yield [...path, key]
    yield* knownPaths(child, [...path, key])
  }
}

/** A choice written as a bare word, `auth: htpasswd`, as the section it stands for. */
export function expandChoice(tree: Tree): Tree {
  if (tree.kind !== 'scalar' || tree.text === '') return tree
  const chosen = emptyMapping(tree.place)
  return { kind: 'mapping', entries: new Map([[tree.text, chosen]]), place: tree.place }
}

/** `secret`: a text in the section's place is probably one of its keys' and not shown. */
function asMapping(
  tree: Tree | undefined,
  spot: Spot,
  { choice, secret = false }: { choice?: Choice | undefined; secret?: boolean } = {},
): Mapping {
  const full = tree !== undefined && choice ? expandChoice(tree) : tree
  if (full?.kind === 'mapping') return full
  if (full !== undefined && !isEmpty(full)) {
    const allowed = choice ? `a section or the name of a ${choice.noun}` : 'a section'
    const found = secret && full.kind === 'scalar' ? 'a text' : showTree(full)
    problem(spot, `found ${found}, allowed: ${allowed}`)
  }
  return emptyMapping(spot.root.place)
}

function holdsSecrets(children: Children): boolean {
  return Object.values(children).some((child) =>
    child.kind === 'section' ? holdsSecrets(child.children) : child.kind === 'leaf' && child.secret,
  )
}

function reportUnknown(
  key: string,
  children: Children,
  choice: Choice | undefined,
  spot: Spot,
): void {
  const word = keyWord(key)
  const near = nearest(word, Object.keys(children))
  const known = near === undefined ? elsewhere(word, spot) : [...spot.path, near].join('.')
  const hint = known === undefined ? '' : `; did you mean ${known}?`
  const place = placeOf(spot.root, [...spot.path, key])
  const shown = [...spot.path, word === key ? key : `${word}…`].join('.')
  const { problems, warnings } = spot.report
  if (!choice) return void warnings.push(`${showPlace(place)}: ${shown}: unknown key${hint}`)
  const message = `no such ${choice.noun}, allowed: ${choice.supported.join(', ')}${hint}`
  problems.push({ place, key: shown, message })
}

/** The same key in another section, for one that was indented too little or too much. */
function elsewhere(key: string, { known }: Spot): string | undefined {
  return known.find((path) => path === key || path.endsWith(`.${key}`))
}

/** The keys of which only one may be given: those that are, misspelt ones among them. */
export function choices(tree: Tree, shape: Shape<unknown>): readonly string[] {
  if (tree.kind !== 'mapping' || shape.kind !== 'section' || !shape.choice) return []
  return chosenKeys(tree, shape.children, shape.choice)
}

function chosenKeys({ entries }: Mapping, children: Children, { names }: Choice): string[] {
  return [...entries.keys()].filter((key) => names.includes(key) || !Object.hasOwn(children, key))
}

function reportSeveral(mapping: Mapping, children: Children, choice: Choice, spot: Spot): void {
  const chosen = chosenKeys(mapping, children, choice)
  if (chosen.length > 1) {
    problem(spot, `found ${chosen.map(keyWord).join(' and ')}, allowed: exactly one ${choice.noun}`)
  }
}

function defined<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined)
}
