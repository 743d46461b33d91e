import { chmod, link, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'
import { archiveOf, file, PACKINGS, symlink as symlinkTo } from './archives.ts'
import { everything, listed, openedContents, pushImage, untilRead } from './opened-contents.ts'

const cleanUp = cleanUpAfterAll()
const at = cleanUp.use(await openedContents())

const LONG = `${'d'.repeat(90)}/${'e'.repeat(90)}/${'f'.repeat(120)}`

async function realLayer(): Promise<Buffer> {
  const { path } = cleanUp.use(await temporaryFolder('layer'))
  await mkdir(join(path, 'fs', 'a', LONG, '..'), { recursive: true })
  await writeFile(join(path, 'fs/a/hello.txt'), 'hello')
  await chmod(join(path, 'fs/a/hello.txt'), 0o4755)
  await writeFile(join(path, 'fs/a', LONG), 'long')
  await writeFile(join(path, 'fs/ümläut 🚢'), '')
  await symlink('a/hello.txt', join(path, 'fs/link'))
  await link(join(path, 'fs/a/hello.txt'), join(path, 'fs/second'))
  await run('tar', ['-C', join(path, 'fs'), '--sort=name', '-cf', join(path, 'out.tar'), '.'])
  return await readFile(join(path, 'out.tar'))
}

describeWith(['tar'], 'a layer made by GNU tar', () => {
  test.each(['plain', 'gzip', 'zstd'] as const)('%s', async (packing) => {
    const layer = PACKINGS[packing](await realLayer())
    const image = await pushImage(at.registry, [layer])
    const { items, total, reading } = await listed(at.contents, image)
    expect(total).toBe(4)
    expect(items).toMatchObject([
      { path: 'a', type: 'directory', sizeBytes: 9, files: 2, mode: expect.any(Number) },
      { path: 'link', type: 'symlink', target: 'a/hello.txt', sizeBytes: 0 },
      { path: 'second', type: 'hardlink', target: './a/hello.txt' },
      { path: 'ümläut 🚢', type: 'file', sizeBytes: 0 },
    ])
    expect(reading).toStrictEqual({
      state: 'ready',
      doneBytes: layer.length,
      totalBytes: layer.length,
      entries: 8,
    })
    expect((await listed(at.contents, image, { folder: 'a' })).items[1]).toStrictEqual({
      path: 'a/hello.txt',
      type: 'file',
      sizeBytes: 5,
      mode: 0o4755,
      uid: expect.any(Number),
      gid: expect.any(Number),
      modifiedAt: expect.any(Number),
      layer: image.layers[0],
    })
    expect(await everything(at.contents, image)).toContain(`a/${LONG}`)
  })
})

describe('a list', () => {
  const layer = archiveOf(file('b', 'xx'), file('c', 'x'), file('a', 'xxx'), file('d/e/f', 'xxxx'))

  test.each([
    ['name', false, ['a', 'b', 'c', 'd']],
    ['name', true, ['d', 'c', 'b', 'a']],
    ['size', false, ['c', 'b', 'a', 'd']],
    ['size', true, ['d', 'a', 'b', 'c']],
  ] as const)('by %s, descending %s', async (sort, descending, paths) => {
    const image = await pushImage(at.registry, [layer])
    const { items } = await listed(at.contents, image, { sort, descending })
    expect(items.map(({ path }) => path)).toStrictEqual(paths)
  })

  test('in pages', async () => {
    const image = await pushImage(at.registry, [layer])
    const { items, total } = await listed(at.contents, image, { offset: 1, limit: 2 })
    expect(total).toBe(4)
    expect(items.map(({ path }) => path)).toStrictEqual(['b', 'c'])
  })

  test('of a folder that there is not', async () => {
    const image = await pushImage(at.registry, [layer])
    for (const folder of ['nowhere', 'a', '../..', 'd/../..']) {
      expect(await listed(at.contents, image, { folder })).toMatchObject({ items: [], total: 0 })
    }
  })

  test('folders that no entry names have no mode', async () => {
    const image = await pushImage(at.registry, [layer])
    const { items } = await listed(at.contents, image, { folder: 'd' })
    expect(items).toStrictEqual([
      { path: 'd/e', type: 'directory', sizeBytes: 4, files: 1, layer: image.layers[0] },
    ])
  })
})

describe('a search', () => {
  const layer = archiveOf(
    file('usr/bin/env'),
    file('usr/bin/Env_2'),
    file('usr/share/environment/x'),
    file('100%'),
  )

  test.each([
    ['env', ['usr/bin/Env_2', 'usr/bin/env', 'usr/share/environment', 'usr/share/environment/x']],
    ['bin/env', ['usr/bin/Env_2', 'usr/bin/env']],
    ['%', ['100%']],
    ['v_2', ['usr/bin/Env_2']],
    ['nothing', []],
  ])('for %s', async (search, paths) => {
    const { repository, digest } = await pushImage(at.registry, [layer])
    const { items, total } = await untilRead(() =>
      at.contents.searchFiles({ repository, digest, search, offset: 0, limit: 100 }),
    )
    expect(items.map(({ path }) => path)).toStrictEqual(paths)
    expect(total).toBe(paths.length)
  })
})

describe('what lies at a path', () => {
  const layer = archiveOf(
    file('usr/bin/env', 'x'),
    symlinkTo('bin', 'usr/bin'),
    symlinkTo('usr/bin/sh', '/bin/../bin/env'),
    symlinkTo('out', '../../../bin/sh'),
    symlinkTo('one', 'two'),
    symlinkTo('two', 'one'),
    symlinkTo('self', 'self/self/self'),
  )

  test.each([
    ['usr/bin/env', false, 'usr/bin/env'],
    ['/usr//bin/./env', false, 'usr/bin/env'],
    ['bin', false, 'bin'],
    ['bin', true, 'usr/bin'],
    ['bin/env', false, undefined],
    ['bin/env', true, 'usr/bin/env'],
    ['bin/sh', true, 'usr/bin/env'],
    ['out', true, 'usr/bin/env'],
    ['one', false, 'one'],
    ['one', true, undefined],
    ['self', true, undefined],
    ['nothing', false, undefined],
    ['../usr', false, undefined],
  ])('%s, following %s', async (path, follow, found) => {
    const { repository, digest } = await pushImage(at.registry, [layer])
    const { entry } = await untilRead(() =>
      at.contents.getFile({ repository, digest, path, follow }),
    )
    expect(entry?.path).toBe(found)
  })
})
