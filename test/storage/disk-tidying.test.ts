import { mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createDiskTidying, type DiskTidying } from '../../server/storage/disk-tidying.ts'
import { temporaryFolder } from '../support/folder.ts'
import { failureOf } from './bytes.ts'

const WITHIN = ['x', 'y', 'up', ...Array.from({ length: 12 }, (_, at) => `f${at}`)]
const LINK = { name: 'link', below: 2, within: WITHIN }

async function openTidying(isLocal = true) {
  const folder = await temporaryFolder('tidying')
  const tidying = createDiskTidying(folder.path, isLocal)
  return {
    tidying,
    path: folder.path,
    async put(path: string, content = 'text') {
      await mkdir(join(folder.path, path, '..'), { recursive: true })
      await writeFile(join(folder.path, path), content)
    },
    async [Symbol.asyncDispose]() {
      await tidying.close()
      await folder[Symbol.asyncDispose]()
    },
  }
}

const walked = async (tidying: DiskTidying, path: string): Promise<readonly string[]> =>
  (await Array.fromAsync(tidying.walk(path, LINK)))
    .flat()
    .map((found) => found.path)
    .sort()

test('a stray file of the name that is looked for hides nothing', async () => {
  await using at = await openTidying()
  for (const path of ['a/x/1/link', 'a/link', 'a/x/link', 'a/y', 'a/x/2', 'a/x/3/other']) {
    await at.put(path)
  }
  await mkdir(join(at.path, 'a/x/4/link'), { recursive: true })
  expect(await walked(at.tidying, 'a')).toStrictEqual(['a/x/1/link'])
})

test('what a link leads to is found as it is served, and no link leads around in circles', async () => {
  await using at = await openTidying()
  await at.put('elsewhere/x/1/link')
  await mkdir(join(at.path, 'a'))
  await symlink(join(at.path, 'elsewhere/x'), join(at.path, 'a/x'))
  await symlink(at.path, join(at.path, 'a/up'))
  expect(await walked(at.tidying, 'a')).toStrictEqual(['a/x/1/link'])
  const all = await Array.fromAsync(at.tidying.walk('a'))
  expect(all.flat()).toStrictEqual([])
})

test('a walk goes on when what it has come by vanishes', async () => {
  await using at = await openTidying()
  const folders = Array.from({ length: 12 }, (_, folder) => `a/f${folder}`)
  const paths = folders.flatMap((folder) =>
    Array.from({ length: 300 }, (_, file) => `${folder}/${file}/link`),
  )
  await Promise.all(paths.map((path) => at.put(path)))
  const found = new Set<string>()
  for await (const page of at.tidying.walk('a', LINK)) {
    const [{ path } = { path: '' }] = page
    if (found.size === 0) {
      const gone = folders.filter((folder) => !path.startsWith(`${folder}/`))
      for (const folder of gone) await rm(join(at.path, folder), { recursive: true })
    }
    for (const one of page) found.add(one.path)
  }
  const [first = ''] = found
  const folder = first.split('/').slice(0, 2).join('/')
  expect([...found].filter((path) => path.startsWith(`${folder}/`))).toHaveLength(300)
  expect(found.size).toBeLessThan(paths.length)
})

test('what cannot be looked at is said, with the code of the system', async () => {
  await using at = await openTidying()
  await mkdir(join(at.path, 'a/x/1'), { recursive: true })
  await symlink('link', join(at.path, 'a/x/1/link'))
  const failure = failureOf(walked(at.tidying, 'a'))
  await expect(failure).resolves.toMatchObject({ code: 'ELOOP' })
})

test('of files read together each is by itself: one that fails, and what is too much, are left out', async () => {
  await using at = await openTidying()
  const large = 'x'.repeat(600 * 1024)
  for (const [path, content] of Object.entries({
    small: 'text',
    empty: '',
    large,
    larger: large,
  })) {
    await at.put(path, content)
  }
  await symlink('loop', join(at.path, 'loop'))
  await mkdir(join(at.path, 'folder'))
  const paths = ['small', 'loop', 'nothing', 'folder', 'empty', 'large', 'larger', 'small/below']
  const read = await at.tidying.readSome(paths)
  const texts = [...read].map(([path, bytes]) => [path, bytes?.toString()])
  expect(texts).toStrictEqual([
    ['small', 'text'],
    ['nothing', undefined],
    ['folder', undefined],
    ['empty', ''],
    ['large', large],
    ['small/below', undefined],
  ])
})

test('removals side by side take what was found, and leave what has come beside it', async () => {
  await using at = await openTidying(false)
  const paths = Array.from({ length: 100 }, (_, file) => `a/x/${file}/link`)
  for (const path of paths) await at.put(path)
  const found = (await Array.fromAsync(at.tidying.walk('a', LINK))).flat()
  await at.put('a/x/7/beside')
  await utimes(join(at.path, 'a/x/8/link'), 1, 1)
  const removed = await Promise.all(found.map((one) => at.tidying.removeFound(one)))
  expect(removed.filter((isRemoved) => !isRemoved)).toHaveLength(1)
  expect(await walked(at.tidying, 'a')).toStrictEqual(['a/x/8/link'])
  expect((await readdir(join(at.path, 'a/x'))).sort()).toStrictEqual(['7', '8'])
})
