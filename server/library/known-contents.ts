import type { ArtifactKind } from '../control/repositories-contract.ts'
import type { Database } from './database.ts'

/** A content that a manifest names. */
export interface Named {
  readonly digest: string
  readonly size: number
}

/** A manifest's part in the library: the same in every repository that has it. */
export interface ManifestFacts extends Named {
  readonly kind: ArtifactKind
  readonly platforms: readonly string[]
  readonly subject?: Named | undefined
  /** The manifests of an index. */
  readonly manifests: readonly Named[]
  /** Config, layers and whatever else it is made of, as far as they are kept here. */
  readonly blobs: readonly Named[]
}

/** Blobs and manifests, whoever has them. */
export interface KnownContents {
  id(digest: string): number | undefined
  /** Its id, also where it was not known yet. */
  take(content: Named): number
  isManifest(digest: string): boolean
  learn(manifest: ManifestFacts): void
  /** Forgets a manifest that no repository has any more, with all that nobody else names. */
  prune(id: number): void
}

export function createKnownContents(database: Database): KnownContents {
  const find = database.query<{ id: number; size: number; holders: number }>(
    'SELECT id, size, holders FROM content WHERE digest = ?',
  )
  const add = database.query<{ id: number }>(
    'INSERT INTO content (digest, size) VALUES (?, ?) RETURNING id',
  )
  const resize = database.query('UPDATE content SET size = ? WHERE id = ?')
  const manifest = database.query<{ id: number }>(
    'SELECT manifest.id FROM manifest JOIN content USING (id) WHERE digest = ?',
  )
  const addManifest = database.query(
    'INSERT OR IGNORE INTO manifest (id, kind, subject, platforms) VALUES (?, ?, ?, ?)',
  )
  const addEdge = database.query('INSERT OR IGNORE INTO edge VALUES (?, ?, ?)')
  const id = (digest: string): number | undefined => find.get(digest)?.id

  /** What a size was taken for by whoever named it first must not change while it is part of a total. */
  function take({ digest, size }: Named): number {
    const found = find.get(digest)
    if (!found) return add.get(digest, size)?.id ?? Number.NaN
    if (found.holders === 0 && size > 0 && size !== found.size) resize.run(size, found.id)
    return found.id
  }

  return {
    id,
    take,
    isManifest: (digest) => manifest.get(digest) !== undefined,
    learn(facts) {
      const parent = take(facts)
      const subject = facts.subject && take(facts.subject)
      addManifest.run(parent, facts.kind, subject ?? null, JSON.stringify(facts.platforms))
      for (const child of facts.manifests) addEdge.run(parent, take(child), 1)
      for (const blob of facts.blobs) addEdge.run(parent, take(blob), 0)
    },
    prune: createPrune(database),
  }
}

function createPrune(database: Database): KnownContents['prune'] {
  const isHeld = database.query('SELECT 1 FROM revision WHERE manifest = ? LIMIT 1')
  const named = database.query<{ id: number }>(
    `SELECT child AS id FROM edge WHERE parent = ?1
     UNION SELECT subject FROM manifest WHERE id = ?1 AND subject IS NOT NULL
     UNION SELECT ?1`,
  )
  const dropEdges = database.query('DELETE FROM edge WHERE parent = ?')
  const dropManifest = database.query('DELETE FROM manifest WHERE id = ?')
  const dropContent = database.query(
    `DELETE FROM content WHERE id = ?1 AND holders = 0
     AND NOT EXISTS (SELECT 1 FROM manifest WHERE id = ?1)
     AND NOT EXISTS (SELECT 1 FROM edge WHERE child = ?1)
     AND NOT EXISTS (SELECT 1 FROM manifest WHERE subject = ?1)
     AND NOT EXISTS (SELECT 1 FROM tag WHERE target = ?1)`,
  )
  return (id) => {
    if (isHeld.get(id)) return
    const contents = named.all(id)
    dropEdges.run(id)
    dropManifest.run(id)
    for (const content of contents) dropContent.run(content.id)
  }
}
