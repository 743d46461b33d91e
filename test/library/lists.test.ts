import { describe, expect, test } from 'vitest'
import type { Input } from '../../server/control/contract.ts'
import type { Tag } from '../../server/control/repositories-contract.ts'
import type { Library } from '../../server/library/library.ts'
import { parseRepositoryName } from '../../server/oci/name.ts'
import type { Registry } from '../../server/registry/registry.ts'
import { APP, imageOf, pushBlob, putManifest } from '../registry/content.ts'
import { pushLayers, tellPushed } from './content.ts'
import { openedInMemory } from './opened-library.ts'

type RepositorySort = Input<'repositories.list'>['sort']
type TagSort = Input<'tags.list'>['sort']

const REPOSITORY_SORTS: readonly RepositorySort[] = ['name', 'size', 'tags', 'pushed']
const TAG_SORTS: readonly TagSort[] = ['name', 'size', 'pushed']
const DIRECTIONS = [false, true]

const repositoryOrders = REPOSITORY_SORTS.flatMap((sort) =>
  DIRECTIONS.map((descending) => ({ sort, descending })),
)
const tagOrders = TAG_SORTS.flatMap((sort) =>
  DIRECTIONS.map((descending) => ({ sort, descending })),
)

const COUNT = 23

/** Pushes to repositories of which many have the same size, the same number of tags and the same time. */
async function pushMany({ library, registry }: Parts): Promise<void> {
  for (let at = COUNT - 1; at >= 0; at--) {
    const repository = parseRepositoryName(`team-${at % 3}/app-${at}`)
    const tags = Array.from({ length: 1 + (at % 2) }, (_, tag) => `v${tag}`)
    for (const tag of tags) {
      const digest = await pushLayers(registry, ['x'.repeat(at % 4)], tag, repository)
      await tellPushed(library, digest, tag, { repository, at: 1_000 * (at % 5) })
    }
  }
}

interface Parts {
  readonly library: Library
  readonly registry: Registry
}

/** Every item, in pages of four. */
function allPages<T>(read: (offset: number) => readonly T[]): T[] {
  const items: T[] = []
  for (let page = read(0); page.length > 0; page = read(items.length)) items.push(...page)
  return items
}

describe('repositories', () => {
  test.each(repositoryOrders)('in pages by %j: each once, in order', async (order) => {
    await using at = await openedInMemory()
    await pushMany(at)
    const input = { ...order, limit: 4 }
    const all = allPages((offset) => at.library.listRepositories({ ...input, offset }).items)
    expect(new Set(all.map(({ name }) => name))).toHaveLength(COUNT)
    expect(all).toHaveLength(COUNT)
    expect(all).toStrictEqual(
      all.toSorted(
        comparing(order, ({ name, sizeBytes, tags, pushedAt }) => {
          return { name, size: sizeBytes, tags, pushed: pushedAt }
        }),
      ),
    )
    expect(at.library.listRepositories({ ...input, offset: 0 }).total).toBe(COUNT)
    expect(at.library.listRepositories({ ...input, offset: 100 })).toStrictEqual({
      items: [],
      total: COUNT,
    })
  })

  test.each<[string, number]>([
    ['app-2', 4],
    ['APP-2', 4],
    ['am-1/', 8],
    ['1/app-1', 5],
    ['nobody', 0],
    ['%', 0],
    ['_', 0],
    ['\\', 0],
  ])('that have %j in their name', async (search, total) => {
    await using at = await openedInMemory()
    await pushMany(at)
    const page = at.library.listRepositories({ search, sort: 'name', offset: 0, limit: 2 })
    expect(page.total).toBe(total)
    expect(page.items).toHaveLength(Math.min(total, 2))
  })
})

interface Sortable {
  readonly name: string
  readonly size: number
  readonly tags: number
  readonly pushed: number | undefined
}

const compare = (a: string | number, b: string | number): number => (a === b ? 0 : a < b ? -1 : 1)

/** Compares as the contract's sorts do; equal ones by name. */
function comparing<T>(
  order: { readonly sort: keyof Sortable; readonly descending: boolean },
  read: (item: T) => Sortable,
) {
  const factor = order.descending ? -1 : 1
  return (a: T, b: T): number => {
    const [one, two] = [read(a), read(b)]
    const first = compare(one[order.sort] ?? 0, two[order.sort] ?? 0) * factor
    return first === 0 ? compare(one.name, two.name) : first
  }
}

describe('tags', () => {
  /** Tags of which many have the same size and the same time. */
  async function pushTags({ library, registry }: Parts) {
    for (let at = 0; at < COUNT; at++) {
      const tag = `${at % 2 === 0 ? 'v' : 'V'}${at}_x`
      const digest = await pushLayers(registry, ['x'.repeat(at % 4)], tag)
      await tellPushed(library, digest, tag, { at: 1_000 * (at % 3) })
    }
  }

  test.each(tagOrders)('in pages by %j: each once, in order', async (order) => {
    await using at = await openedInMemory()
    await pushTags(at)
    const input = { ...order, repository: APP, limit: 4 }
    const all: Tag[] = []
    for (let more = true; more;) {
      const { items, total } = await at.library.listTags({ ...input, offset: all.length })
      all.push(...items)
      more = items.length > 0
      expect(total).toBe(COUNT)
    }
    expect(all).toHaveLength(COUNT)
    expect(new Set(all.map(({ tag }) => tag))).toHaveLength(COUNT)
    expect(all).toStrictEqual(
      all.toSorted(
        comparing(order, ({ tag, sizeBytes, pushedAt }) => {
          return { name: tag, size: sizeBytes, tags: 0, pushed: pushedAt }
        }),
      ),
    )
  })

  test.each<[string, number]>([
    ['v1_', 1],
    ['v', COUNT],
    ['1', 12],
    ['_x', COUNT],
    ['%', 0],
    ['_y', 0],
  ])('that have %j in their name', async (search, total) => {
    await using at = await openedInMemory()
    await pushTags(at)
    const input = { repository: APP, search, sort: 'name', offset: 0, limit: 500 } as const
    const page = await at.library.listTags(input)
    expect(page).toMatchObject({ total })
    expect(page.items).toHaveLength(total)
  })

  test('whose age is not known come last, either way', async () => {
    await using at = await openedInMemory({
      wrap: (driver) => ({ ...driver, stat: async () => undefined }),
      async before(registry) {
        await pushBlob(registry, APP, 'x')
        await putManifest(registry, imageOf('x'), 'unknown')
      },
    })
    await tellPushed(at.library, await putManifest(at.registry, imageOf('x'), 'v1'), 'v1')
    for (const descending of DIRECTIONS) {
      const input = { repository: APP, sort: 'pushed', descending, offset: 0, limit: 10 } as const
      const { items } = await at.library.listTags(input)
      expect(items.map(({ tag }) => tag)).toStrictEqual(['v1', 'unknown'])
    }
  })
})

test('the newest push comes first', async () => {
  await using at = await openedInMemory()
  await pushMany(at)
  const name = parseRepositoryName('team-0/app-9')
  const digest = await pushLayers(at.registry, ['new'], 'new', name)
  await tellPushed(at.library, digest, 'new', { at: Date.now() + 60_000, repository: name })
  const page = at.library.listRepositories({
    sort: 'pushed',
    descending: true,
    offset: 0,
    limit: 1,
  })
  expect(page.items).toMatchObject([{ name }])
})
