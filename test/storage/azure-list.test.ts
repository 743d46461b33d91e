import { sharedAzurite } from '../support/shared-azurite.ts'
import { describe, expect, test } from 'vitest'
import type { AzureContainer } from '../../server/storage/azure-container.ts'
import { createList, createScan } from '../../server/storage/azure-list.ts'
import { seededRandom } from '../faults/random.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { newPlace } from './azure-place.ts'
import { pagesOf, pagingContainer } from './paging-container.ts'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

/** Also those of a service that sends pages without anything in between, as it may. */
const PAGES = [1, 2, 3, 4, 5].flatMap((size) => [{ size }, { size, hollow: true }])

/** Paths whose whole names the service sorts otherwise than their first parts. */
const NAMES =
  'a a! a- a-b a-b/x a.b a/b a/c/d a0 aa aa/b ab b-/x b/x b0 c c!d/e c-d c-d-e c/d ~'.split(' ')

/** Short paths over few characters, so that many are the beginning of others. */
function randomPaths(seed: number): readonly string[] {
  const random = seededRandom(seed)
  const path = (): string =>
    Array.from({ length: random.between(1, 7) }, () => random.pick([...'ab-.!0~//'])).join('')
  const all = Array.from({ length: 40 }, path)
  return [...new Set(all.filter((text) => text.split('/').every(Boolean)))]
}

const SETS = [NAMES, ...Array.from({ length: 40 }, (_, seed) => randomPaths(seed))]

const plainSort = (paths: readonly string[], after?: string): readonly string[] =>
  [...new Set(paths.map((path) => path.split('/', 1)[0] ?? ''))]
    .sort()
    .filter((name) => after === undefined || name > after)

const below = (paths: readonly string[]): readonly string[] => paths.map((path) => `f/${path}`)

const listed = (container: AzureContainer, path: string, after?: string): Promise<string[]> =>
  Array.fromAsync(createList(container)(path, after === undefined ? {} : { after }))

describe('list over pages', () => {
  test.each(PAGES)('of %j tells each child once, sorted', async (pages) => {
    for (const paths of SETS) {
      const names = ['e', 'f-g/x', ...below(paths), 'f0', 'g/h']
      expect(await listed(pagingContainer(names, pages), 'f')).toStrictEqual(plainSort(paths))
      expect(await listed(pagingContainer(paths, pages), '')).toStrictEqual(plainSort(paths))
    }
  })

  test.each(PAGES)('of %j goes on after any name', async (pages) => {
    for (const paths of SETS.slice(0, 12)) {
      const container = pagingContainer(below(paths), pages)
      const names = plainSort(paths)
      for (const after of ['', ...names, ...names.map((name) => `${name}/`), 'a-a', 'zz']) {
        expect(await listed(container, 'f', after)).toStrictEqual(plainSort(paths, after))
      }
    }
  })

  test('below a root directory', async () => {
    for (const { size } of PAGES) {
      const names = [...below(NAMES), ...below(NAMES).map((name) => `root/${name}`), 'root0/f/x']
      const container = pagingContainer(names, { size, root: 'root' })
      expect(await listed(container, 'f')).toStrictEqual(plainSort(NAMES))
      expect(await listed(container, 'f', 'a-b')).toStrictEqual(plainSort(NAMES, 'a-b'))
    }
  })

  test('gives names out before it has read all pages', async () => {
    const container = pagingContainer(below(NAMES), { size: 3 })
    for await (const name of createList(container)('f')) {
      expect(name).toBe('a')
      break
    }
    expect(container.pagesRead()).toBeLessThan(NAMES.length / 3 - 2)
  })

  test('after a name reads no page that lies before it', async () => {
    const container = pagingContainer(below(NAMES), { size: 2 })
    expect(await listed(container, 'f', 'c-d')).toStrictEqual(['c-d-e', '~'])
    expect(container.pagesRead()).toBeLessThanOrEqual(4)
  })
})

/** Goes on from the last path of each page, which is the first of the next. */
async function followed(container: AzureContainer, from: string): Promise<string[]> {
  const scan = createScan(container)
  const all: string[] = []
  for (let start = from, more = true; more;) {
    const page = await scan('f', start)
    all.push(...page.paths.filter((path) => path !== all.at(-1)))
    start = all.at(-1) ?? start
    more = page.more
  }
  return all
}

describe('scan over pages', () => {
  test.each(PAGES)('of %j tells all from any path on', async (pages) => {
    for (const paths of SETS.slice(0, 12)) {
      const names = below(paths).toSorted()
      const container = pagingContainer(['e/x', ...names, 'f0', 'g'], pages)
      for (const from of ['f', ...names, 'f/a-', 'f/~~']) {
        expect(await followed(container, from)).toStrictEqual(names.filter((name) => name >= from))
      }
    }
  })

  test('below a root directory', async () => {
    const names = below(NAMES).toSorted()
    const all = [...names, ...names.map((name) => `root/${name}`), 'root0/f/x']
    const container = pagingContainer(all, { size: 3, root: 'root' })
    expect(await followed(container, 'f/a0')).toStrictEqual(names.filter((name) => name >= 'f/a0'))
  })
})

/** What holds the tests above to the truth, as far as the emulator goes. */
describe('the stand-in pages as Azurite does', () => {
  test.each([1, 2, 3, 4, 5])('%i names at a time', async (size) => {
    const { client } = await newPlace(azurite)
    await Promise.all(below(NAMES).map((name) => client.getBlockBlobClient(name).upload('x', 1)))
    const stand = pagingContainer(below(NAMES), { size }).client
    for (const startFrom of [undefined, 'f/a', 'f/a/', 'f/c-']) {
      const options = { prefix: 'f/', ...(startFrom !== undefined && { startFrom }) }
      expect(await pagesOf(stand, options, size)).toStrictEqual(
        await pagesOf(client, options, size),
      )
    }
  })
})
