import type { Document, ErrorCode, Node, Pair } from 'yaml'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Problem } from './config-error.ts'
import { keyWord } from './redact.ts'
import type { Mapping, Place, Scalar, Tree } from './tree.ts'

/** A parsed text, or why it is no YAML. */
export type Parsed =
  | { readonly tree: Tree; readonly problems?: never }
  | { readonly tree?: never; readonly problems: readonly Problem[] }

/** Parses YAML; every value remembers its line when the source is a file (`lines`). */
export function parseYaml(text: string, source: string, lines: boolean): Parsed {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const place = (offset: number): Place =>
    lines ? { source, line: counter.linePos(offset).line } : { source }
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map(({ code, message, pos: [start] }) => ({
        place: place(start),
        message: code === 'DUPLICATE_KEY' ? duplicate(text, start) : invalid(code, message),
      })),
    }
  }
  return new Converter(document, place, source).convert()
}

/** Errors whose text in the parser is the same for every document. */
const fixed: ReadonlySet<ErrorCode> = new Set([
  'ALIAS_PROPS',
  'BAD_ALIAS',
  'BAD_INDENT',
  'BAD_SCALAR_START',
  'BLOCK_AS_IMPLICIT_KEY',
  'BLOCK_IN_FLOW',
  'KEY_OVER_1024_CHARS',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_DOCS',
  'MULTIPLE_TAGS',
  'NON_STRING_KEY',
  'TAB_AS_INDENT',
])

/** The other errors quote the document, and the line may hold a secret. */
function invalid(code: ErrorCode, message: string): string {
  if (fixed.has(code)) return `not valid YAML: ${message}`
  if (code === 'RESOURCE_EXHAUSTION') return 'not valid YAML: it is nested too deeply'
  if (code === 'BAD_DQ_ESCAPE') {
    return 'not valid YAML: a \\ in double quotes begins no escape; use single quotes'
  }
  return 'not valid YAML: a text stands where none can; one with special characters needs quotes'
}

function duplicate(text: string, start: number): string {
  const key = keyWord(text.slice(start).replace(/^["']/, ''))
  return `the key ${JSON.stringify(key)} is given twice in one section; keep one of them`
}

/** Without the name, which may be a password that starts with `*`. */
const noAnchor = 'no & has the name that this * refers to; a text that starts with * needs quotes'

/** Turns one document's nodes into a `Tree`; holds what was seen on the way. */
class Converter {
  readonly #document: Document
  readonly #place: (offset: number) => Place
  readonly #whole: Place
  readonly #problems: Problem[] = []
  readonly #done = new Map<Node, Tree>()
  readonly #open = new Set<Node>()

  constructor(document: Document, place: (offset: number) => Place, source: string) {
    this.#document = document
    this.#place = place
    this.#whole = { source }
  }

  convert(): Parsed {
    const tree = this.#value(this.#document.contents, this.#whole)
    return this.#problems.length > 0 ? { problems: this.#problems } : { tree }
  }

  /** Anchored nodes are converted once and shared, so that aliases of aliases stay small. */
  #value(node: unknown, at: Place): Tree {
    const target = isAlias(node) ? node.resolve(this.#document) : node
    if (isAlias(node) && !target) return this.#refuse(at, noAnchor)
    if (!isMap(target) && !isSeq(target)) return scalar(target, at)
    if (this.#open.has(target))
      return this.#refuse(at, 'an alias refers to a section it is part of')
    const tree = this.#done.get(target)
    if (tree !== undefined) return tree
    this.#open.add(target)
    const made = isMap(target) ? this.#mapping(target.items, at) : this.#list(target.items, at)
    this.#open.delete(target)
    this.#done.set(target, made)
    return made
  }

  #list(items: readonly unknown[], place: Place): Tree {
    return {
      kind: 'list',
      items: items.map((item) => this.#value(item, this.#at(item, place))),
      place,
    }
  }

  /** `<<` brings in the keys of other mappings where the mapping itself has none of that name. */
  #mapping(pairs: readonly Pair[], place: Place): Mapping {
    const own = new Map<string, Tree>()
    const merged = new Map<string, Tree>()
    for (const { key, value } of pairs) {
      const at = this.#at(key, place)
      if (!isScalar(key)) this.#refuse(at, 'a key must be a single word')
      else if (key.value === '<<') this.#merge(merged, this.#value(value, at))
      else own.set(scalar(key, at).text, this.#value(value, at))
    }
    return { kind: 'mapping', entries: new Map([...merged, ...own]), place }
  }

  #merge(into: Map<string, Tree>, from: Tree): void {
    if (from.kind === 'list') for (const item of from.items.toReversed()) this.#merge(into, item)
    else if (from.kind === 'mapping') for (const [key, value] of from.entries) into.set(key, value)
    else this.#refuse(from.place, '<< must be an alias of a section')
  }

  #at(node: unknown, fallback: Place): Place {
    const start = (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) && node.range?.[0]
    return typeof start === 'number' ? this.#place(start) : fallback
  }

  #refuse(place: Place, message: string): Scalar {
    this.#problems.push({ place, message })
    return { kind: 'scalar', text: '', place }
  }
}

/** Numbers and booleans keep the spelling of their source; null is the empty text. */
function scalar(node: unknown, place: Place): Scalar {
  const { value, source }: { value?: unknown; source?: string } = isScalar(node) ? node : {}
  if (typeof value === 'string') return { kind: 'scalar', text: value, place }
  const isNull = value === null || value === undefined
  return { kind: 'scalar', text: isNull ? '' : (source ?? String(value)), place }
}
