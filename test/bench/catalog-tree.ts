import { createHash } from 'node:crypto'
import { linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Lays out so many repositories with one tag each on disk, as Distribution's layout has them; all
 * share one manifest blob. Names sort as `bench/r00000`, `bench/r00001`, ….
 */
export function layOutCatalog(root: string, count: number): void {
  const base = join(root, 'docker', 'registry', 'v2')
  const manifest = '{"schemaVersion":2}'
  const hex = createHash('sha256').update(manifest).digest('hex')
  const prepared = join(base, 'blobs', 'sha256', hex.slice(0, 2), hex)
  mkdirSync(prepared, { recursive: true })
  writeFileSync(join(prepared, 'data'), manifest)
  const link = join(base, 'repositories', 'bench', nameOf(0))
  for (let at = 0; at < count; at++) {
    layOutRepository(join(base, 'repositories', 'bench', nameOf(at)), link, hex, at === 0)
  }
}

function layOutRepository(folder: string, first: string, hex: string, isFirst: boolean): void {
  for (const path of linkPaths(hex)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    if (isFirst) writeFileSync(file, `sha256:${hex}`)
    else linkSync(join(first, path), file)
  }
}

function linkPaths(hex: string): readonly string[] {
  return [
    `_layers/sha256/${hex}/link`,
    `_manifests/revisions/sha256/${hex}/link`,
    `_manifests/tags/latest/index/sha256/${hex}/link`,
    '_manifests/tags/latest/current/link',
  ]
}

/** The query of the catalog's last page. */
export function lastPage(count: number): string {
  const length = 20
  return `n=${length}&last=bench/${nameOf(count - length - 1)}`
}

function nameOf(at: number): string {
  return `r${String(at).padStart(5, '0')}`
}
