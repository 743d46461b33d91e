import { posix } from 'node:path'

/** One import of a file. */
export interface Import {
  readonly target: string
  readonly typeOnly: boolean
}

/** One import in a file's text: static, re-exported, for its effect, dynamic, or a worker's file. */
const FORMS: readonly RegExp[] = [
  /^import\s+(?<type>type\s)?[\w$*\s{},]+?\sfrom\s+['"](?<target>[^'"]+)['"]/gm,
  /^export\s+(?<type>type\s)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+['"](?<target>[^'"]+)['"]/gm,
  /^import\s+(?<type>)['"](?<target>[^'"]+)['"]/gm,
  /\bimport\(\s*(?<type>)['"](?<target>[^'"]+)['"]/gm,
  /\bnew\s+URL\(\s*(?<type>)['"](?<target>[^'"]+)['"],\s*import\.meta\.url/gm,
]

/** All imports in a file's text. */
export function importsIn(text: string): readonly Import[] {
  return FORMS.flatMap((form) => Array.from(text.matchAll(form), ({ groups }) => groups)).map(
    (groups) => ({ target: groups?.['target'] ?? '', typeOnly: Boolean(groups?.['type']) }),
  )
}

/** What `file` imports of ours, as paths from the top of the checkout. */
export function ownImports(file: string, text: string): readonly Import[] {
  return importsIn(text)
    .filter(({ target }) => target.startsWith('.'))
    .map(({ target, typeOnly }) => ({
      target: posix.join(posix.dirname(file), target),
      typeOnly,
    }))
}

/** The first ring of files that import each other that `graph` has, if any. */
export function ringIn(
  graph: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const clear = new Set<string>()
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (clear.has(file)) return undefined
    for (const next of graph.get(file) ?? []) {
      const ring = visit(next, [...path, file])
      if (ring) return ring
    }
    clear.add(file)
    return undefined
  }
  for (const file of graph.keys()) {
    const ring = visit(file, [])
    if (ring) return ring
  }
  return undefined
}
