import { describe, expect, test } from 'vitest'
import { createCatalog } from '../../server/registry/catalog.ts'
import { createFolders } from '../../server/registry/folders.ts'
import { REPOSITORIES } from '../../server/registry/layout.ts'
import type { ScannedPaths, StorageDriver } from '../../server/storage/driver.ts'
import { openMemory } from '../../server/storage/memory.ts'
import { seededRandom } from '../faults/random.ts'

/** Names of folders of which several begin others, and that whole paths sort otherwise. */
const PARTS = ['a', 'a-b', 'a.b', 'a0', 'aa', 'b', 'b-', 'c_d']

/** Objects of repositories as they grow, some of them large. */
function randomTree(seed: number): readonly string[] {
  const random = seededRandom(seed)
  const name = (): string =>
    Array.from({ length: random.between(1, 3) }, () => random.pick(PARTS)).join('/')
  const within = (repository: string): string[] => {
    const count = random.chance(0.2) ? 40 : random.between(1, 4)
    const special = random.pick(['_manifests', '_manifests', '_uploads', '_layers'])
    return Array.from(
      { length: count },
      (_, at) => `${REPOSITORIES}/${repository}/${special}/${at}/x`,
    )
  }
  return Array.from({ length: 30 }, name).flatMap(within)
}

/** Storage that holds nothing at these paths, and what it was asked. */
async function treeOf(paths: readonly string[], pageSize?: number) {
  const driver = openMemory()
  for (const path of paths) await driver.create(path, new Uint8Array())
  const sorted = [...new Set(paths)].sort()
  const asked: string[] = []

  async function scan(root: string, from: string): Promise<ScannedPaths> {
    asked.push(`scan ${from}`)
    const found = sorted.filter((path) => path.startsWith(`${root}/`) && path >= from)
    return { paths: found.slice(0, pageSize), more: found.length > (pageSize ?? 0) }
  }

  const watched: StorageDriver = {
    ...driver,
    list(path, options) {
      asked.push(`list ${path}`)
      return driver.list(path, options)
    },
    ...(pageSize !== undefined && { scan }),
  }
  return { driver: watched, asked }
}

const PAGE_SIZES = Array.from({ length: 20 }, (_, at) => at + 1)
const SEEDS = Array.from({ length: 8 }, (_, seed) => seed)

/** All that a catalogue can tell. */
async function walked(driver: StorageDriver) {
  const catalog = createCatalog(driver)
  const names = await Array.fromAsync(catalog.list())
  const middle = names[names.length >> 1] ?? ''
  return {
    names,
    after: await Promise.all(
      [middle, `${middle}-`, 'a/a'].map((after) => Array.fromAsync(catalog.list(after))),
    ),
    withUploads: await Array.fromAsync(catalog.withUploads()),
  }
}

describe('a walk by scans finds what one by lists does', () => {
  test.each(PAGE_SIZES)('%i paths at a time', async (pageSize) => {
    for (const seed of SEEDS) {
      const paths = randomTree(seed)
      const wanted = await walked((await treeOf(paths)).driver)
      const found = await walked((await treeOf(paths, pageSize)).driver)
      expect(wanted.names.length).toBeGreaterThan(5)
      expect(found).toStrictEqual(wanted)
    }
  })
})

describe('the children of any folder', () => {
  test.each(PAGE_SIZES)('in any order, %i paths at a time', async (pageSize) => {
    for (const seed of SEEDS) {
      const random = seededRandom(seed)
      const { driver } = await treeOf(randomTree(seed), pageSize)
      const folders = createFolders(driver, REPOSITORIES)
      for (let count = 0; count < 20; count++) {
        const path = `${REPOSITORIES}/${random.pick(PARTS)}`
        expect(await folders.children(path)).toStrictEqual(await Array.fromAsync(driver.list(path)))
      }
    }
  })

  test('are told to several who ask at once', async () => {
    const { driver, asked } = await treeOf(randomTree(1), 1_000)
    const folders = createFolders(driver, REPOSITORIES)
    const paths = PARTS.map((part) => `${REPOSITORIES}/${part}`)
    const found = await Promise.all(paths.map((path) => folders.children(path)))
    expect(asked).toStrictEqual([`scan ${paths[0]}/`, `scan ${paths[1]}/`])
    for (const [at, path] of paths.entries()) {
      expect(found[at]).toStrictEqual(await Array.fromAsync(driver.list(path)))
    }
  })

  test('are listed after a scan that failed', async () => {
    const { driver } = await treeOf([`${REPOSITORIES}/a/_manifests/x`], 10)
    const scans = [Promise.reject(new Error('away'))]
    const folders = createFolders(
      { ...driver, scan: (root, from) => scans.pop() ?? driver.scan?.(root, from) ?? never() },
      REPOSITORIES,
    )
    await expect(folders.children(`${REPOSITORIES}/a`)).rejects.toThrow('away')
    expect(await folders.children(`${REPOSITORIES}/a`)).toStrictEqual(['_manifests'])
  })
})

const never = (): Promise<never> => new Promise(() => {})

const small = (at: number): string =>
  `${REPOSITORIES}/team/app-${String(at).padStart(4, '0')}/_manifests/revisions/x/link`

test('many small repositories cost one scan for a page of paths', async () => {
  const { driver, asked } = await treeOf(
    Array.from({ length: 500 }, (_, at) => small(at)),
    100,
  )
  const names = await Array.fromAsync(createCatalog(driver).list())
  expect(names).toHaveLength(500)
  expect(asked.filter((what) => what.startsWith('scan')).length).toBeLessThanOrEqual(8)
  expect(asked.length).toBeLessThanOrEqual(10)
})

test('repositories larger than a page are listed, with a scan now and then', async () => {
  const paths = Array.from({ length: 100 }, (_, at) =>
    Array.from({ length: 15 }, (_, part) => `${small(at)}${part}`),
  )
  const { driver, asked } = await treeOf(paths.flat(), 10)
  expect(await Array.fromAsync(createCatalog(driver).list())).toHaveLength(100)
  expect(asked.filter((what) => what.startsWith('scan')).length).toBeLessThanOrEqual(5)
})
