import type { DeletePreview } from '../control/repositories-contract.ts'
import type { Database } from './database.ts'
import type { Pause } from './pauses.ts'

/**
 * What goes when tags of a repository go: the manifests that only they reached, down to an index's
 * images and including what refers to any of these. What something else stands on stays: whatever
 * has a tag that stays, is in an index that stays, or says something of an image that stays.
 */
export interface DeletionPlans {
  preview(repository: string, tags: readonly string[]): Promise<DeletePreview>
  /** Digests of the manifests that `roots`, whose tags are gone already, leave behind; an index before its images. */
  leftBehind(repository: string, roots: readonly string[]): Promise<readonly string[]>
}

/** The part of a repository that could go, by ids of contents. */
interface Reach {
  readonly going: ReadonlySet<number>
  readonly staying: ReadonlySet<number>
}

export function createDeletionPlans(database: Database, pause: Pause): DeletionPlans {
  const graph = createGraph(database)
  const bytes = createBytes(database, pause)

  /** All that can be reached from `roots`, parted into what goes and what stays. */
  async function reach(
    repository: number,
    roots: readonly number[],
    tags: ReadonlySet<string>,
  ): Promise<Reach> {
    const all = new Set(roots.filter((id) => graph.isRevision(repository, id)))
    await forEach(all, (id) => addAll(all, graph.dependents(repository, id)))
    const staying = new Set<number>()
    await forEach(all, (id) => {
      if (isHeldFromOutside(repository, id, all, tags)) staying.add(id)
    })
    await forEach(staying, (id) => addAll(staying, graph.dependents(repository, id)))
    const going = new Set([...all].filter((id) => !staying.has(id)))
    return { going, staying }
  }

  function isHeldFromOutside(
    repository: number,
    id: number,
    all: ReadonlySet<number>,
    tags: ReadonlySet<string>,
  ): boolean {
    if (graph.tagsOf(repository, id).some((tag) => !tags.has(tag))) return true
    return graph.holders(repository, id).some((holder) => !all.has(holder))
  }

  async function forEach(ids: Iterable<number>, work: (id: number) => void): Promise<void> {
    for (const id of ids) {
      await pause()
      work(id)
    }
  }

  /** Tags that stay and lead to a manifest, be it through indexes. */
  function alsoTagged(repository: number, id: number, tags: ReadonlySet<string>): string[] {
    const above = new Set([id])
    for (const one of above) addAll(above, graph.indexesOf(repository, one))
    const all = [...above].flatMap((one) => graph.tagsOf(repository, one))
    return [...new Set(all)].filter((tag) => !tags.has(tag)).sort()
  }

  return {
    async preview(name, tags) {
      const repository = graph.repository(name)
      if (repository === undefined) return { freesBytes: 0, staysBytes: 0, tags: [] }
      const chosen = new Set(tags)
      const targets = [...chosen].flatMap((tag) => graph.target(repository, tag) ?? [])
      const roots = targets.map(({ id }) => id)
      const sums = await bytes(repository, await reach(repository, roots, chosen))
      return {
        ...sums,
        tags: targets.map(({ tag, id, digest }) => {
          return { tag, digest, alsoTagged: alsoTagged(repository, id, chosen) }
        }),
      }
    },
    async leftBehind(name, roots) {
      const repository = graph.repository(name)
      if (repository === undefined) return []
      const ids = roots.flatMap((digest) => graph.id(digest) ?? [])
      const { going } = await reach(repository, ids, new Set())
      return [...going].flatMap((id) => graph.digest(id) ?? [])
    },
  }
}

function addAll(set: Set<number>, ids: Iterable<number>): void {
  for (const id of ids) set.add(id)
}

interface Target {
  readonly tag: string
  readonly id: number
  readonly digest: string
}

const ids = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id)

function createGraph(database: Database) {
  const repository = database.query<{ id: number }>('SELECT id FROM repository WHERE name = ?')
  const id = database.query<{ id: number }>('SELECT id FROM content WHERE digest = ?')
  const digest = database.query<{ digest: string }>('SELECT digest FROM content WHERE id = ?')
  const target = database.query<{ id: number | null; digest: string | null }>(
    `SELECT target AS id, digest FROM tag LEFT JOIN content ON content.id = target
     WHERE repository = ? AND name = ?`,
  )
  const isRevision = database.query('SELECT 1 FROM revision WHERE repository = ? AND manifest = ?')
  const tagsOf = database.query<{ name: string }>(
    'SELECT name FROM tag WHERE repository = ? AND target = ?',
  )
  const dependents = database.query<{ id: number }>(
    `SELECT child AS id FROM edge JOIN revision ON manifest = child
     WHERE parent = ?2 AND is_manifest AND repository = ?1
     UNION
     SELECT id FROM manifest JOIN revision ON manifest = id WHERE subject = ?2 AND repository = ?1`,
  )
  const indexesOf = database.query<{ id: number }>(
    `SELECT parent AS id FROM edge JOIN revision ON manifest = parent
     WHERE child = ?2 AND is_manifest AND repository = ?1`,
  )
  const subjectOf = database.query<{ id: number }>(
    `SELECT subject AS id FROM manifest JOIN revision ON manifest = subject
     WHERE id = ?2 AND repository = ?1`,
  )
  return {
    repository: (name: string) => repository.get(name)?.id,
    id: (digest: string) => id.get(digest)?.id,
    digest: (id: number) => digest.get(id)?.digest,
    target(repository: number, tag: string): Target | undefined {
      const { id = null, digest = null } = target.get(repository, tag) ?? {}
      return id === null || digest === null ? undefined : { tag, id, digest }
    },
    isRevision: (repository: number, id: number) => isRevision.get(repository, id) !== undefined,
    tagsOf: (repository: number, id: number) => tagsOf.all(repository, id).map(({ name }) => name),
    /** What is there because of a manifest: the images of an index, and what refers to either. */
    dependents: (repository: number, id: number) => ids(dependents.all(repository, id)),
    indexesOf: (repository: number, id: number) => ids(indexesOf.all(repository, id)),
    /** What a manifest is there because of. */
    holders: (repository: number, id: number) => [
      ...ids(indexesOf.all(repository, id)),
      ...ids(subjectOf.all(repository, id)),
    ],
  }
}

interface PartRow {
  readonly id: number
  readonly size: number
  readonly holders: number
  readonly refs: number
}

/** Sums what a reach is made of: a content is freed when every revision that stands on it goes. */
function createBytes(database: Database, pause: Pause) {
  const parts = database.query<PartRow>(
    `SELECT content.id, content.size, content.holders, holding.refs
     FROM (SELECT ?2 AS id UNION SELECT child FROM edge WHERE parent = ?2 AND NOT is_manifest) AS part
       JOIN content USING (id)
       JOIN holding ON holding.repository = ?1 AND holding.content = content.id`,
  )

  return async (repository: number, { going, staying }: Reach) => {
    const all = new Map<number, PartRow & { left: number }>()
    for (const id of [...going, ...staying]) {
      await pause()
      for (const part of parts.all(repository, id)) {
        const { left } = all.get(part.id) ?? { left: part.refs }
        all.set(part.id, { ...part, left: going.has(id) ? left - 1 : left })
      }
    }
    const sizes = (some: readonly PartRow[]) => some.reduce((sum, { size }) => sum + size, 0)
    const every = [...all.values()]
    const freed = every.filter(({ left, holders }) => left === 0 && holders === 1)
    return { freesBytes: sizes(freed), staysBytes: sizes(every) - sizes(freed) }
  }
}
