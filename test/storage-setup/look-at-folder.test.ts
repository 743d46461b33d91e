import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { lookAtFolder } from '../../server/storage-setup/look-at-folder.ts'
import { temporaryFolder } from '../support/folder.ts'

async function folder(...files: readonly string[]): Promise<string> {
  const temporary = await temporaryFolder('look')
  onTestFinished(() => temporary[Symbol.asyncDispose]())
  for (const file of files) {
    await mkdir(join(temporary.path, file, '..'), { recursive: true })
    await writeFile(join(temporary.path, file), '')
  }
  return temporary.path
}

const TREE = 'docker/registry/v2'
const repository = (name: string): string => `${TREE}/repositories/${name}/_manifests/tags/v1/x`

test.each([
  ['empty', []],
  ['empty', ['.berth/lock']],
  ['other', ['photos/cat.jpeg']],
])('%s: %j', async (state, files) => {
  const path = await folder(...files)
  expect(await lookAtFolder(path)).toEqual({ state, folder: path, freeBytes: expect.any(Number) })
})

test('one that is not there can be made, and its disk is told of', async () => {
  const path = join(await folder(), 'not', 'yet')
  expect(await lookAtFolder(`${path}/`)).toEqual({
    state: 'absent',
    folder: path,
    freeBytes: expect.any(Number),
  })
})

describe('a registry', () => {
  test('is recognised, with its repositories', async () => {
    const path = await folder(repository('app'), repository('team/a'), repository('team/a/b'))
    expect(await lookAtFolder(path)).toMatchObject({ state: 'registry', repositories: 3 })
  })

  test('is offered as it is, whichever part of its tree was named', async () => {
    const path = await folder(repository('app'))
    for (const part of ['docker/registry', TREE, `${TREE}/`]) {
      const found = await lookAtFolder(join(path, part))
      expect(found).toMatchObject({ state: 'registry', folder: path, corrected: true })
    }
  })

  test('with very many is counted as far as somebody waits', async () => {
    const path = await folder()
    const root = join(path, TREE, 'repositories')
    for (let at = 0; at < 2_100; at++) {
      await mkdir(join(root, `app-${at}`, '_manifests'), { recursive: true })
    }
    const found = await lookAtFolder(path)
    expect(found).toMatchObject({ state: 'registry', more: true })
    expect(found.repositories).toBeGreaterThan(1_500)
  })
})

test('a file, a path that is no whole one, and the folder in use', async () => {
  const path = await folder('file')
  expect(await lookAtFolder(join(path, 'file'))).toMatchObject({ state: 'not-a-folder' })
  expect(await lookAtFolder(join(path, 'file', 'below'))).toMatchObject({ state: 'not-a-folder' })
  expect(await lookAtFolder('images')).toEqual({ state: 'relative', folder: 'images' })
  expect(await lookAtFolder(path, path)).toMatchObject({ state: 'in-use-by-berth' })
})
