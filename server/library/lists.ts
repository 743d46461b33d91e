import type { Input } from '../control/contract.ts'
import type { IndexStatus } from '../control/registry-contract.ts'
import type { ArtifactKind, Page, Repository, Tag } from '../control/repositories-contract.ts'
import type { Database, Query } from './database.ts'
import { known } from './known.ts'

/** What the console lists, from the index alone. */
export interface Lists {
  status(): IndexStatus
  /** Bytes of all content, each once; undefined while they are counted. */
  usedBytes(): number | undefined
  /** From now on the index is known to be whole. */
  complete(): void
  /** @param isVisible of each; unless given, all are listed */
  repositories(
    input: Input<'repositories.list'>,
    isVisible?: (name: string) => boolean,
  ): Page<Repository>
  repository(name: string): Repository | undefined
  /** Undefined where the repository is not known. */
  tags(input: Input<'tags.list'>): Page<Tag> | undefined
  tag(repository: string, tag: string): Tag | undefined
}

export function createLists(database: Database): Lists {
  return {
    ...createTotals(database),
    ...createRepositoryLists(database),
    ...createTagLists(database),
  }
}

interface TotalsRow {
  readonly used: number
  readonly repositories: number
  readonly tags: number
  readonly complete: number
}

function createTotals(database: Database): Pick<Lists, 'status' | 'usedBytes' | 'complete'> {
  const read = database.query<TotalsRow>('SELECT used, repositories, tags, complete FROM totals')
  const complete = database.query('UPDATE totals SET complete = 1')
  return {
    status() {
      const { repositories = 0, tags = 0, complete = 0 } = read.get() ?? {}
      return { state: complete === 0 ? 'building' : 'ready', repositories, tags }
    },
    usedBytes() {
      const totals = read.get()
      return totals?.complete ? totals.used : undefined
    },
    complete: () => complete.run(),
  }
}

interface Listing {
  readonly search?: string | undefined
  readonly sort: string
  readonly descending?: boolean | undefined
  readonly offset: number
  readonly limit: number
}

/** Statements by their text: few of the many that a sort and a search could make are ever used. */
function createStatements<R>(database: Database, textOf: (order: string) => string) {
  const prepared = new Map<string, Query<R>>()
  return (order: string): Query<R> => {
    const found = prepared.get(order) ?? database.query<R>(textOf(order))
    prepared.set(order, found)
    return found
  }
}

/** What is not known comes last either way, and equal ones by name, so that pages neither overlap nor leave out. */
function orderBy(column: string, nameColumn: string, { descending }: Listing): string {
  const direction = descending ? 'DESC' : 'ASC'
  const first = `${column} ${direction} NULLS LAST`
  return column === nameColumn ? first : `${first}, ${nameColumn}`
}

/** For LIKE with `\` as its escape; it looks past case. */
function pattern(search = ''): string {
  return `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}

interface RepositoryRow {
  readonly name: string
  readonly tags: number
  readonly size: number
  readonly shared: number
  readonly pushed_at: number | null
  readonly pushed_by: string | null
  readonly pulled_at: number | null
}

const REPOSITORY =
  'SELECT name, tags, size, shared, pushed_at, pushed_by, pulled_at FROM repository'
const REPOSITORY_SORTS: Readonly<Record<Input<'repositories.list'>['sort'], string>> = {
  name: 'name',
  size: 'size',
  tags: 'tags',
  pushed: 'pushed_at',
}

function createRepositoryLists(database: Database): Pick<Lists, 'repositories' | 'repository'> {
  const one = database.query<RepositoryRow>(`${REPOSITORY} WHERE name = ?`)
  const count = database.query<{ total: number }>(
    String.raw`SELECT count(*) AS total FROM repository WHERE name LIKE ? ESCAPE '\'`,
  )
  const page = createStatements<RepositoryRow>(
    database,
    (order) =>
      String.raw`${REPOSITORY} WHERE name LIKE ? ESCAPE '\' ORDER BY ${order} LIMIT ? OFFSET ?`,
  )
  return {
    repositories(input, isVisible) {
      const wanted = pattern(input.search)
      const order = orderBy(REPOSITORY_SORTS[input.sort], 'name', input)
      if (isVisible) {
        const visible = page(order)
          .all(wanted, -1, 0)
          .filter(({ name }) => isVisible(name))
        const shown = visible.slice(input.offset, input.offset + input.limit)
        return { items: shown.map(toRepository), total: visible.length }
      }
      const rows = page(order).all(wanted, input.limit, input.offset)
      return { items: rows.map(toRepository), total: count.get(wanted)?.total ?? 0 }
    },
    repository(name) {
      const row = one.get(name)
      return row && toRepository(row)
    },
  }
}

function toRepository(row: RepositoryRow): Repository {
  return known({
    name: row.name,
    tags: row.tags,
    sizeBytes: row.size,
    sharedBytes: row.shared,
    pushedAt: row.pushed_at,
    pushedBy: row.pushed_by,
    pulledAt: row.pulled_at,
  })
}

interface TagRow {
  readonly name: string
  readonly digest: string | null
  readonly kind: ArtifactKind | null
  readonly platforms: string | null
  readonly reached: number | null
  readonly pushed_at: number | null
  readonly pushed_by: string | null
  readonly pulled_at: number | null
}

const TAG_SORTS: Readonly<Record<Input<'tags.list'>['sort'], string>> = {
  name: 'tag.name',
  size: 'reached',
  pushed: 'tag.pushed_at',
}

/** Sizes are the repository's own, what a manifest is, is the same everywhere. */
const tagRows = (chosen: string, order: string): string => `
  WITH chosen AS (
    SELECT tag.name, tag.target, tag.pushed_at, tag.pushed_by, tag.pulled_at, revision.size AS reached
    FROM tag LEFT JOIN revision
      ON revision.repository = tag.repository AND revision.manifest = tag.target
    WHERE tag.repository = ? AND ${chosen}
  )
  SELECT tag.name, digest, kind, platforms, reached, pushed_at, pushed_by, pulled_at
  FROM chosen AS tag
    LEFT JOIN content ON content.id = target LEFT JOIN manifest ON manifest.id = target
  ${order}`

function createTagLists(database: Database): Pick<Lists, 'tags' | 'tag'> {
  const repository = database.query<{ id: number }>('SELECT id FROM repository WHERE name = ?')
  const one = database.query<TagRow>(tagRows('tag.name = ?', ''))
  const count = database.query<{ total: number }>(
    String.raw`SELECT count(*) AS total FROM tag WHERE repository = ? AND name LIKE ? ESCAPE '\'`,
  )
  const page = createStatements<TagRow>(database, (order) =>
    tagRows(
      String.raw`tag.name LIKE ? ESCAPE '\' ORDER BY ${order} LIMIT ? OFFSET ?`,
      `ORDER BY ${order}`,
    ),
  )
  return {
    tags(input) {
      const id = repository.get(input.repository)?.id
      if (id === undefined) return undefined
      const wanted = pattern(input.search)
      const order = orderBy(TAG_SORTS[input.sort], 'tag.name', input)
      const rows = page(order).all(id, wanted, input.limit, input.offset)
      return { items: rows.map(toTag), total: count.get(id, wanted)?.total ?? 0 }
    },
    tag(name, tag) {
      const id = repository.get(name)?.id
      const row = id === undefined ? undefined : one.get(id, tag)
      return row && toTag(row)
    },
  }
}

function toTag(row: TagRow): Tag {
  return known({
    tag: row.name,
    // None where the tag's own link is broken.
    digest: row.digest ?? '',
    kind: row.kind ?? 'artifact',
    platforms: JSON.parse(row.platforms ?? '[]') as readonly string[],
    sizeBytes: row.reached ?? 0,
    pushedAt: row.pushed_at,
    pushedBy: row.pushed_by,
    pulledAt: row.pulled_at,
  })
}
