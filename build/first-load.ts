import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'

/** JavaScript that the browser must have before it shows a page, in bytes as they travel. */
const MOST = 300 * 1024

type Chunk = Rolldown.OutputChunk

/**
 * Prints what the first page weighs, compressed, and fails the build when it weighs too much.
 *
 * @param page the source of the page that people see first, which the entry gets as its own
 */
export function firstLoad(page: string): Plugin {
  return {
    name: 'berth-first-load',
    apply: 'build',
    writeBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const frame = withImports(chunks, (chunk) => chunk.isEntry)
      const first = withImports(chunks, (chunk) => chunk.isEntry || isOf(chunk, page))
      const words = [
        `JavaScript, gzip: ${kib(total(first))} at first load`,
        `(${kib(total(frame))} of it for every page)`,
        `${kib(total(chunks))} in all`,
      ].join(', ')
      if (total(first) > MOST) this.error(`${words}; at first load at most ${kib(MOST)}`)
      this.environment.logger.info(words)
    },
  }
}

const isOf = ({ facadeModuleId }: Chunk, page: string): boolean =>
  facadeModuleId?.replaceAll('\\', '/').endsWith(page) ?? false

/** The chunks that `from` picks, and all that they import at once. */
function withImports(chunks: readonly Chunk[], from: (chunk: Chunk) => boolean): readonly Chunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const found = new Set<Chunk>()
  const visit = (chunk: Chunk | undefined) => {
    if (!chunk || found.has(chunk)) return
    found.add(chunk)
    for (const name of chunk.imports) visit(byName.get(name))
  }
  for (const chunk of chunks.filter(from)) visit(chunk)
  return [...found]
}

const total = (chunks: readonly Chunk[]): number =>
  chunks.reduce((sum, { code }) => sum + gzipSync(code).length, 0)

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KiB`
