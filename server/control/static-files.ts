import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/** One file of the built console. */
export interface StaticFile {
  readonly path: string
  readonly type: string
  /** Its name changes with its content. */
  readonly immutable: boolean
  /** Forms of it that are compressed already, the smallest first. */
  readonly compressed: readonly { readonly encoding: 'br' | 'gzip'; readonly path: string }[]
}

/** The built console. Only what was found in its folder can be asked for, so no path leads elsewhere. */
export interface StaticFiles {
  /** @param name relative to the folder, with `/` */
  find(name: string): StaticFile | undefined
  /** `index.html` for a console that lies at `base`; undefined where there is none. */
  page(base: string): Promise<string | undefined>
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/** Vite's form of a name that changes with the content: `assets/index-uT2dLPVK.js`. */
const HASHED = /^assets\/.+-[\w-]{8}\.\w+$/

export function openStaticFiles(folder: string): StaticFiles {
  let files = filesIn(folder)
  let builtAt = timeOf(folder)
  return {
    find: (name) => files.get(name),
    async page(base) {
      // Somebody may build it anew while the registry runs; then the names are others.
      if (timeOf(folder) !== builtAt) {
        builtAt = timeOf(folder)
        files = filesIn(folder)
      }
      const index = files.get('index.html')
      return index && withBase(await readFile(index.path, 'utf8'), base)
    },
  }
}

/** The folder of the built console: beside the built server, or in a checkout's `dist`. */
export function builtConsole(): string {
  const { dirname } = import.meta
  const beside = join(dirname, '../renderer')
  return existsSync(join(beside, 'index.html')) ? beside : join(dirname, '../../dist/renderer')
}

function timeOf(folder: string): number {
  return statSync(join(folder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function filesIn(folder: string): ReadonlyMap<string, StaticFile> {
  if (!existsSync(folder)) return new Map()
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = new Set(
    found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)),
  )
  const pairs = [...paths].flatMap((path) => {
    const type = TYPES[extname(path)]
    const name = relative(folder, path).split(sep).join('/')
    return type === undefined ? [] : [[name, fileAt(path, name, type, paths)] as const]
  })
  return new Map(pairs)
}

function fileAt(path: string, name: string, type: string, paths: ReadonlySet<string>): StaticFile {
  const compressed = ENCODINGS.flatMap(([encoding, ending]) =>
    paths.has(path + ending) ? [{ encoding, path: path + ending }] : [],
  )
  return { path, type, immutable: HASHED.test(name), compressed }
}

/** Every address in the page is relative to its base, so that it works under a prefix and from every place. */
function withBase(html: string, base: string): string {
  return html.replace(/<base href="[^"]*"/, `<base href="${base}"`)
}
