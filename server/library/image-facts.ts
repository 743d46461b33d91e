import type { Database } from './database.ts'
import { known } from './known.ts'

/** What the index knows of a single image. */
export interface ImageFacts {
  image(repository: string, digest: string): KnownImage
  /** Manifests other than `manifest`, of any repository, that have `blob`; counted up to a thousand. */
  sharers(blob: string, manifest: string): number
}

export interface KnownImage {
  readonly tags: readonly string[]
  readonly sizeBytes?: number
  readonly pushedAt?: number
  readonly pushedBy?: string
  readonly pulledAt?: number
}

interface Row {
  readonly size: number
  readonly pushed_at: number | null
  readonly pushed_by: string | null
  readonly pulled_at: number | null
}

export function createImageFacts(database: Database): ImageFacts {
  const image = database.query<Row>(
    `SELECT revision.size, revision.pushed_at, revision.pushed_by, revision.pulled_at
     FROM revision
       JOIN repository ON repository.id = revision.repository
       JOIN content ON content.id = revision.manifest
     WHERE repository.name = ? AND content.digest = ?`,
  )
  const tags = database.query<{ name: string }>(
    `SELECT tag.name FROM tag
       JOIN repository ON repository.id = tag.repository JOIN content ON content.id = tag.target
     WHERE repository.name = ? AND content.digest = ? ORDER BY tag.name`,
  )
  const sharers = database.query<{ count: number }>(
    `SELECT count(*) AS count FROM (
       SELECT 1 FROM edge
       WHERE child = (SELECT id FROM content WHERE digest = ?)
         AND parent IS NOT (SELECT id FROM content WHERE digest = ?)
       LIMIT 1000
     )`,
  )
  return {
    image(repository, digest) {
      const row = image.get(repository, digest)
      return known({
        tags: tags.all(repository, digest).map(({ name }) => name),
        sizeBytes: row?.size,
        pushedAt: row?.pushed_at,
        pushedBy: row?.pushed_by,
        pulledAt: row?.pulled_at,
      })
    },
    sharers: (blob, manifest) => sharers.get(blob, manifest)?.count ?? 0,
  }
}
