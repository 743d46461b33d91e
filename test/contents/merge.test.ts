import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { archiveOf, file, hardlink, symlink, type EntryOrPath } from './archives.ts'
import { everything, listed, openedContents, pushImage } from './opened-contents.ts'

const cleanUp = cleanUpAfterAll()
const at = cleanUp.use(await openedContents())

type Layers = readonly (readonly EntryOrPath[])[]

/**
 * What an image has and what its last layer does: image-spec `layer.md`. `+` is added, `~` changed and
 * `-` removed.
 */
test.each<[what: string, layers: Layers, merged: readonly string[], last: readonly string[]]>([
  ['one layer', [['a', 'b/c']], ['a', 'b/', 'b/c'], ['+a', '+b/', '+b/c']],
  [
    'a file that is new, one that changes',
    [
      ['a', 'b/c'],
      ['b/c', 'b/d'],
    ],
    ['a', 'b/', 'b/c', 'b/d'],
    ['~b/', '~b/c', '+b/d'],
  ],
  [
    'a file that a whiteout names',
    [
      ['a', 'b/c', 'b/d'],
      ['b/', 'b/.wh.c'],
    ],
    ['a', 'b/', 'b/d'],
    ['~b/', '-b/c'],
  ],
  [
    'a folder that a whiteout names',
    [['a', 'b/c', 'b/d/e'], ['.wh.b']],
    ['a'],
    ['-b/', '-b/c', '-b/d/', '-b/d/e'],
  ],
  ['a whiteout of nothing', [['a'], ['.wh.b', 'c/.wh.d']], ['a', 'c/'], ['+c/']],
  [
    'a whiteout beside what takes the place, whichever comes first',
    [
      ['a/b', 'c/d'],
      ['.wh.a', 'a/new', 'c/new', '.wh.c'],
    ],
    ['a/', 'a/new', 'c/', 'c/new'],
    ['~a/', '-a/b', '+a/new', '~c/', '-c/d', '+c/new'],
  ],
  [
    'an opaque folder',
    [
      ['a/b', 'a/c/d'],
      ['a/', 'a/.wh..wh..opq', 'a/c/e'],
    ],
    ['a/', 'a/c/', 'a/c/e'],
    ['~a/', '-a/b', '~a/c/', '-a/c/d', '+a/c/e'],
  ],
  [
    'an opaque root',
    [
      ['a', 'b/c'],
      ['.wh..wh..opq', 'd'],
    ],
    ['d'],
    ['-a', '-b/', '-b/c', '+d'],
  ],
  [
    'an opaque folder that it makes itself',
    [['a'], ['b/c', 'b/.wh..wh..opq']],
    ['a', 'b/', 'b/c'],
    ['+b/', '+b/c'],
  ],
  [
    'a folder instead of a file',
    [
      ['a', 'b'],
      ['a/', 'a/c'],
    ],
    ['a/', 'a/c', 'b'],
    ['~a/', '+a/c'],
  ],
  ['a file instead of a folder', [['a/b', 'a/c/d', 'e'], [file('a', 'x')]], ['a', 'e'], ['~a']],
  ['a link instead of a folder', [['a/b'], [symlink('a', 'x')]], ['a'], ['~a']],
  ['a hard link', [['a'], [file('b'), hardlink('c', 'b')]], ['a', 'b', 'c'], ['+b', '+c']],
  [
    'what was removed comes back',
    [['a/b', 'a/c'], ['.wh.a'], ['a/b']],
    ['a/', 'a/b'],
    ['+a/', '+a/b'],
  ],
  ['a layer twice', [['a', 'b'], ['.wh.a'], ['a', 'b']], ['a', 'b'], ['+a', '+b']],
  ['only whiteouts', [['a'], ['.wh.a']], [], ['-a']],
  ['an empty layer', [['a'], []], ['a'], []],
  [
    'what AUFS kept for itself',
    [['a'], ['.wh..wh.plnk/', '.wh..wh.aufs', 'b']],
    ['a', 'b'],
    ['+b'],
  ],
  ['no layer', [], [], []],
])('%s', async (_what, layers, merged, last) => {
  const image = await pushImage(
    at.registry,
    layers.map((entries) => archiveOf(...entries)),
  )
  expect(await everything(at.contents, image)).toStrictEqual(merged)
  const told = await Promise.all(
    image.layers.slice(-1).map((layer) => everything(at.contents, image, { layer })),
  )
  expect(told.flat()).toStrictEqual(last)
})

test('folders count what is in them', async () => {
  const image = await pushImage(at.registry, [
    archiveOf(file('a/b/one', 'x'.repeat(100)), file('a/two', 'x'.repeat(20)), file('c/d', 'xxx')),
    archiveOf(file('a/b/three', 'xxxxx'), 'a/.wh.two', file('a/b/one', 'x')),
  ])
  const { items } = await listed(at.contents, image)
  expect(items).toMatchObject([
    { path: 'a', sizeBytes: 6, files: 2 },
    { path: 'c', sizeBytes: 3, files: 1 },
  ])
})

test('a folder that a layer only implies stays as it was', async () => {
  const image = await pushImage(at.registry, [
    archiveOf({ path: 'a/', mode: 0o700 }),
    archiveOf(file('a/b')),
  ])
  const { items } = await listed(at.contents, image)
  expect(items).toMatchObject([{ path: 'a', mode: 0o700, layer: image.layers[0], files: 1 }])
})

test('a folder that a layer names anew is that layer’s', async () => {
  const image = await pushImage(at.registry, [
    archiveOf({ path: 'a/', mode: 0o700 }, file('a/b')),
    archiveOf({ path: 'a/', mode: 0o755 }),
  ])
  const { items } = await listed(at.contents, image)
  expect(items).toMatchObject([{ path: 'a', mode: 0o755, layer: image.layers[1], files: 1 }])
})

test('the same path twice in a layer: the last counts', async () => {
  const image = await pushImage(at.registry, [
    archiveOf(
      file('a', 'first'),
      file('b/c', 'xx'),
      file('d', 'x'),
      file('a', 'second'),
      file('b', 'instead'),
      file('d/e', 'yyy'),
      { path: 'f/', mode: 0o700 },
      file('f/g', 'zzzz'),
      { path: 'f/', mode: 0o711 },
    ),
  ])
  const { items } = await listed(at.contents, image)
  expect(items).toMatchObject([
    { path: 'a', sizeBytes: 6 },
    { path: 'b', type: 'file', sizeBytes: 7 },
    { path: 'd', type: 'directory', sizeBytes: 3, files: 1 },
    { path: 'f', type: 'directory', mode: 0o711, sizeBytes: 4, files: 1 },
  ])
  expect(await everything(at.contents, image)).toStrictEqual(['a', 'b', 'd/', 'd/e', 'f/', 'f/g'])
})
