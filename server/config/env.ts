import { nearest } from './nearest.ts'
import type { Report } from './report.ts'
import type { Children, Shape } from './schema.ts'
import { expandChoice } from './schema.ts'
import type { List, Mapping, Place, Tree } from './tree.ts'
import { emptyMapping, isEmpty } from './tree.ts'
import { parseYaml } from './yaml.ts'

const prefix = 'REGISTRY_'

/** Read before everything else, to find the file. */
export const fileVariable = 'REGISTRY_CONFIGURATION_PATH'

/** One step down: into a section or map by name, into a list by index. */
type Step =
  | { readonly kind: 'key'; readonly key: string; readonly choice: boolean }
  | { readonly kind: 'index'; readonly index: number }

interface Target {
  readonly steps: readonly Step[]
  readonly shape: Shape<unknown>
}

interface Assignment extends Target {
  readonly name: string
  readonly value: string
}

/**
 * The tree with every `REGISTRY_*` variable put in its place. A name is the path of a key in capitals,
 * joined by `_`, with indexes for the items of a list; a value is YAML. A short name replaces all that
 * lies below it, so short ones go first and longer ones refine what they set.
 */
export function applyEnvironment(
  tree: Tree,
  schema: Shape<unknown>,
  env: NodeJS.ProcessEnv,
  report: Report,
): Tree {
  return assignments(schema, env, report).reduce((before, { name, steps, shape, value }) => {
    const place = { source: name }
    const after = parseValue(value, shape, place, report)
    return after === undefined ? before : replaceAt(before, steps, after, place, report)
  }, tree)
}

function assignments(schema: Shape<unknown>, env: NodeJS.ProcessEnv, report: Report): Assignment[] {
  const found: Assignment[] = []
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || !name.startsWith(prefix) || name === fileVariable) continue
    const words = name.slice(prefix.length).toLowerCase().split('_')
    const target = name === `${prefix}VERSION` ? undefined : findTarget(schema, words)
    if (target) found.push({ name, value, ...target })
    else report.warnings.push(`${name}: ${whyUnknown(name, schema, words)}`)
  }
  return found.sort(shortFirst)
}

function whyUnknown(name: string, schema: Shape<unknown>, words: readonly string[]): string {
  if (name === `${prefix}VERSION`)
    return 'the version is set in a file only; this variable is not used'
  const near = suggest(schema, words)
  const hint = near ? `; did you mean ${prefix}${near.join('_').toUpperCase()}?` : ''
  return `unknown variable${hint}`
}

/** A path sorts behind its own beginning, and index 10 behind 2. */
function shortFirst(a: Assignment, b: Assignment): number {
  return sortKey(a).localeCompare(sortKey(b), 'en', { numeric: true })
}

function sortKey({ steps }: Assignment): string {
  return steps.map((step) => (step.kind === 'key' ? step.key : step.index)).join('.')
}

/** Tries every way to cut the words into keys, because a key may hold a `_` itself. */
function findTarget(shape: Shape<unknown>, words: readonly string[]): Target | undefined {
  if (words.length === 0) return { steps: [], shape }
  if (shape.kind === 'leaf') return undefined
  if (shape.kind === 'list') return findItem(shape.item, words)
  for (let length = 1; length <= words.length; length++) {
    const key = words.slice(0, length).join('_')
    const child =
      shape.kind === 'section' ? childNamed(shape.children, key) : ([key, itemOf(shape)] as const)
    const target = child && findTarget(child[1], words.slice(length))
    if (child && target) return stepInto(child[0], shape, target)
  }
  return unknownChoice(shape, words)
}

function itemOf(shape: Shape<unknown>): Shape<unknown> {
  return shape.kind === 'map' ? shape.item : shape
}

function childNamed(
  children: Children,
  key: string,
): readonly [string, Shape<unknown>] | undefined {
  return Object.entries(children).find(([name]) => name.toLowerCase() === key)
}

function stepInto(key: string, shape: Shape<unknown>, target: Target): Target {
  const choice = shape.kind === 'section' && shape.choice !== undefined
  return { ...target, steps: [{ kind: 'key', key, choice }, ...target.steps] }
}

function findItem(
  item: Shape<unknown>,
  [word = '', ...rest]: readonly string[],
): Target | undefined {
  const target = /^\d{1,4}$/.test(word) ? findTarget(item, rest) : undefined
  return target && { ...target, steps: [{ kind: 'index', index: Number(word) }, ...target.steps] }
}

/** Kubernetes and Docker links set such variables for a service that is called `registry-…`. */
const serviceLink = /_service_(host|port)(_\w+)?$|_port(_\d+_(tcp|udp|sctp)(_(proto|port|addr))?)?$/

/**
 * A misspelt driver or login must stop the start as it does in a file, so it gets its place in the
 * tree: `REGISTRY_AUTH_HTPASWD_PATH` would otherwise leave the registry open.
 */
function unknownChoice(shape: Shape<unknown>, words: readonly string[]): Target | undefined {
  if (shape.kind !== 'section' || !shape.choice) return undefined
  const [key = '', ...rest] = words
  if (childNamed(shape.children, key) || serviceLink.test(`_${words.join('_')}`)) return undefined
  const opaque: Shape<unknown> = { kind: 'opaque', read: () => undefined }
  const below = rest.map((word) => ({ kind: 'key', key: word, choice: false }) as const)
  return stepInto(key, shape, { steps: below, shape: opaque })
}

/** The words of the known name that was probably meant. */
function suggest(shape: Shape<unknown>, words: readonly string[]): readonly string[] | undefined {
  if (shape.kind !== 'section') return undefined
  for (let length = words.length; length > 0; length--) {
    const key = words.slice(0, length).join('_')
    const near = nearest(key, Object.keys(shape.children))
    const child = near === undefined ? undefined : shape.children[near]
    const rest = words.slice(length)
    if (near === undefined || !child) continue
    if (findTarget(child, rest)) return [near, ...rest]
    const deeper = suggest(child, rest)
    if (deeper) return [near, ...deeper]
  }
  return undefined
}

/**
 * A value is YAML, but where one text is wanted, a text that is no YAML scalar (`[::]:5000`, `*`) is
 * meant as it stands.
 */
function parseValue(
  value: string,
  { kind }: Shape<unknown>,
  place: Place,
  report: Report,
): Tree | undefined {
  const literal: Tree = { kind: 'scalar', text: value, place }
  if (kind === 'opaque') return literal
  const parsed = parseYaml(value, place.source, false)
  if (kind === 'leaf') return parsed.tree?.kind === 'scalar' ? parsed.tree : literal
  if (parsed.tree) return parsed.tree
  if (kind === 'list') return literal
  report.problems.push(...parsed.problems)
  return undefined
}

function replaceAt(
  tree: Tree | undefined,
  [step, ...rest]: readonly Step[],
  value: Tree,
  place: Place,
  report: Report,
): Tree {
  if (!step) return value
  if (step.kind === 'index') return replaceItem(tree, step.index, rest, value, place, report)
  const mapping = toMapping(tree, step.choice, place)
  if (mapping === undefined) return tree ?? value
  const key = existingKey(mapping, step.key)
  const next = replaceAt(mapping.entries.get(key), rest, value, place, report)
  return { ...mapping, entries: new Map([...mapping.entries, [key, next]]) }
}

/** A map's keys keep their case in a file; a variable has only capitals to name them by. */
function existingKey({ entries }: Mapping, key: string): string {
  return [...entries.keys()].find((name) => name.toLowerCase() === key) ?? key
}

/** Undefined for what cannot hold a key: it stays, and is reported when the tree is read. */
function toMapping(tree: Tree | undefined, choice: boolean, place: Place): Mapping | undefined {
  const full = tree && choice ? expandChoice(tree) : tree
  if (full?.kind === 'mapping') return full
  return full === undefined || isEmpty(full) ? emptyMapping(full?.place ?? place) : undefined
}

function replaceItem(
  tree: Tree | undefined,
  index: number,
  rest: readonly Step[],
  value: Tree,
  place: Place,
  report: Report,
): Tree {
  const list = toList(tree, place)
  if (index > list.items.length) {
    const message = `found index ${index}, allowed: 0 to ${list.items.length}, as the list has ${list.items.length} items`
    report.problems.push({ place, message })
    return list
  }
  const next = replaceAt(list.items[index], rest, value, place, report)
  return { ...list, items: [...list.items.slice(0, index), next, ...list.items.slice(index + 1)] }
}

/** A single value stands for a list of one. */
function toList(tree: Tree | undefined, place: Place): List {
  if (tree?.kind === 'list') return tree
  const items = tree === undefined || isEmpty(tree) ? [] : [tree]
  return { kind: 'list', items, place: tree?.place ?? place }
}
