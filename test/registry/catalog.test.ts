import { describe, expect, test } from 'vitest'
import { createCatalog } from '../../server/registry/catalog.ts'
import { REPOSITORIES } from '../../server/registry/layout.ts'
import { write } from '../storage/bytes.ts'
import { openRegistry } from './opened-registry.ts'

/** In the order of the walk: a folder, then what is below it, then the next. */
const NAMES = ['a', 'a/b', 'a/b/c/d', 'a/z', 'a-b', 'a.b', 'b/deep/er', 'library/x', 'z']

/** What is not in the catalogue: folders of other things, and repositories without manifests. */
const OTHERS = [
  'uploads-only/_uploads/x/startedat',
  'layers-only/_layers/sha256/x/link',
  'a/m/_uploads/x/startedat',
  'UPPER/_manifests/x',
  'UPPER/lower/_manifests/x',
  'a/.hidden/_manifests/x',
  'a/_other/b/_manifests/x',
  '_manifests/x',
  `${'n'.repeat(200)}/${'n'.repeat(100)}/_manifests/x`,
]

async function openCatalog() {
  const opened = await openRegistry()
  const paths = [...NAMES.map((name) => `${name}/_manifests/x`), ...OTHERS]
  for (const path of paths) {
    await write(opened.driver, `${REPOSITORIES}/${path}`, Buffer.from('x'))
  }
  const seen: string[] = []
  const catalog = createCatalog({
    ...opened.driver,
    list(path, options) {
      seen.push(path)
      return opened.driver.list(path, options)
    },
  })
  return Object.assign(opened, { catalog, seen })
}

test('lists repositories with manifests, and nothing else', async () => {
  await using at = await openCatalog()
  expect(await Array.fromAsync(at.catalog.list())).toStrictEqual(NAMES)
})

test('opens no folder that can hold no repository', async () => {
  await using at = await openCatalog()
  await Array.fromAsync(at.catalog.list())
  expect(at.seen.filter((path) => /\/UPPER|\/\.|\/_|n{200}\/n/.test(path))).toStrictEqual([])
})

test('of an empty storage is empty', async () => {
  await using at = await openRegistry()
  expect(await Array.fromAsync(at.registry.catalog.list())).toStrictEqual([])
  expect(await Array.fromAsync(at.registry.catalog.list('a/b'))).toStrictEqual([])
  expect(await Array.fromAsync(at.registry.catalog.withUploads())).toStrictEqual([])
})

describe('goes on', () => {
  test.each(NAMES.map((name, index) => [name, NAMES.slice(index + 1)] as const))(
    'after %s',
    async (after, expected) => {
      await using at = await openCatalog()
      expect(await Array.fromAsync(at.catalog.list(after))).toStrictEqual(expected)
    },
  )

  /** The place of each among `NAMES`: how many come before it. */
  test.each([
    ['', 0],
    ['0', 0],
    ['a/a', 1],
    ['a/b/c', 2],
    ['a/b/c/d/e', 3],
    ['a/b/d', 3],
    ['a/bb', 3],
    ['a/m', 3],
    ['a/zz/top', 4],
    ['a-', 4],
    ['aa', 6],
    ['b', 6],
    ['b/deep', 6],
    ['uploads-only', 8],
    ['zz', 9],
    ['~', 9],
  ])('after %j, which is no repository', async (after, before) => {
    await using at = await openCatalog()
    expect(await Array.fromAsync(at.catalog.list(after))).toStrictEqual(NAMES.slice(before))
  })
})

test('a page at the end reads little of what comes before it', async () => {
  await using at = await openCatalog()
  expect(await Array.fromAsync(at.catalog.list('library/x'))).toStrictEqual(['z'])
  expect(at.seen.filter((path) => path.startsWith(`${REPOSITORIES}/a`))).toStrictEqual([])
})

describe('never looks outside its folder', () => {
  test.each([
    '..',
    '../..',
    '../../../../../../../../etc',
    'a/..',
    'a/../../..',
    '.',
    './..',
    'a/./..',
    '/',
    '/etc',
    'a//..',
    '..\\..',
    'a\0b',
    '\0',
    '_manifests',
    'a/_manifests',
    'x'.repeat(10_000),
    '../'.repeat(1_000),
  ])('after %j', async (after) => {
    await using at = await openCatalog()
    const listed = await Array.fromAsync(at.catalog.list(after))
    expect(NAMES).toStrictEqual(expect.arrayContaining(listed))
    for (const path of at.seen) expect(path).not.toMatch(/(?:^|\/)\.{1,2}(?:\/|$)|\/_|\/\/|\0/)
  })
})

test('a page can be left early', async () => {
  await using at = await openCatalog()
  const page: string[] = []
  for await (const name of at.catalog.list()) if (page.push(name) === 2) break
  expect(page).toStrictEqual(NAMES.slice(0, 2))
})

test('finds repositories with uploads, whatever else they have', async () => {
  await using at = await openCatalog()
  const found = await Array.fromAsync(at.catalog.withUploads())
  expect(found).toStrictEqual(['a/m', 'uploads-only'])
})
