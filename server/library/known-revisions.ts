import type { Database } from './database.ts'
import type { Push } from './known-repositories.ts'

/** The manifests of each repository, by the ids of both. */
export interface KnownRevisions {
  has(repository: number, manifest: number): boolean
  digests(repository: number): readonly string[]
  add(repository: number, manifest: number): void
  remove(repository: number, manifest: number): void
  pushed(repository: number, manifest: number, push: Push): void
  pulled(repository: number, manifest: number, at: number): void
  /** Those of its indexes that have one of these manifests, and these themselves. */
  upwards(repository: number, manifests: Iterable<number>): ReadonlySet<number>
  /** Counts anew how much a manifest reaches. */
  resize(repository: number, manifest: number): void
}

/** All contents that revision ?2 of repository ?1 is made of, those of its manifests included. */
const REACHED = `
  WITH RECURSIVE reached (id) AS (
    SELECT ?2
    UNION
    SELECT edge.child FROM reached JOIN edge ON edge.parent = reached.id
    WHERE NOT edge.is_manifest
      OR EXISTS (SELECT 1 FROM revision WHERE repository = ?1 AND manifest = edge.child)
  )`

/** What a revision holds by itself: its bytes and its blobs. */
const HELD =
  'SELECT ?2 AS content UNION SELECT child FROM edge WHERE parent = ?2 AND NOT is_manifest'

export function createKnownRevisions(database: Database): KnownRevisions {
  const find = database.query('SELECT 1 FROM revision WHERE repository = ? AND manifest = ?')
  const digests = database.query<{ digest: string }>(
    `SELECT digest FROM revision JOIN content ON content.id = manifest WHERE repository = ?`,
  )
  const pushed = database.query(
    'UPDATE revision SET pushed_at = ?, pushed_by = ? WHERE repository = ? AND manifest = ?',
  )
  const pulled = database.query(
    `UPDATE revision SET pulled_at = max(coalesce(pulled_at, 0), ?)
     WHERE repository = ? AND manifest = ?`,
  )
  const parents = database.query<{ id: number }>(
    `SELECT parent AS id FROM edge JOIN revision ON revision.manifest = parent
     WHERE child = ? AND is_manifest AND repository = ?`,
  )
  const resize = database.query(
    `UPDATE revision SET size = (
       ${REACHED} SELECT total(size) FROM reached JOIN content USING (id)
     ) WHERE repository = ?1 AND manifest = ?2`,
  )

  return {
    has: (repository, manifest) => find.get(repository, manifest) !== undefined,
    digests: (repository) => digests.all(repository).map(({ digest }) => digest),
    ...createHoldings(database),
    pushed: (repository, manifest, { at, by }) =>
      pushed.run(at ?? null, by ?? null, repository, manifest),
    pulled: (repository, manifest, at) => pulled.run(at, repository, manifest),
    upwards(repository, manifests) {
      const found = new Set(manifests)
      // A set goes on to what is added to it on the way.
      for (const manifest of found) {
        for (const { id } of parents.all(manifest, repository)) found.add(id)
      }
      return found
    },
    resize: (repository, manifest) => resize.run(repository, manifest),
  }
}

function createHoldings(database: Database): Pick<KnownRevisions, 'add' | 'remove'> {
  const add = database.query('INSERT INTO revision (repository, manifest) VALUES (?, ?)')
  const hold = database.query(
    `INSERT INTO holding (repository, content, refs) SELECT ?1, content, 1 FROM (${HELD}) WHERE true
     ON CONFLICT DO UPDATE SET refs = refs + 1`,
  )
  const remove = database.query('DELETE FROM revision WHERE repository = ? AND manifest = ?')
  const release = database.query(
    `UPDATE holding SET refs = refs - 1 WHERE repository = ?1 AND content IN (${HELD})`,
  )
  const drop = database.query(
    `DELETE FROM holding WHERE repository = ?1 AND refs = 0 AND content IN (${HELD})`,
  )
  return {
    add(repository, manifest) {
      add.run(repository, manifest)
      hold.run(repository, manifest)
    },
    remove(repository, manifest) {
      remove.run(repository, manifest)
      release.run(repository, manifest)
      drop.run(repository, manifest)
    },
  }
}
