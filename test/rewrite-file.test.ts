import { chmod, chown, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { rewriteFile } from '../server/rewrite-file.ts'
import { temporaryFolder } from './support/folder.ts'

async function temporaryPath(): Promise<{ folder: string; file: string }> {
  const folder = await temporaryFolder('rewrite')
  onTestFinished(() => folder[Symbol.asyncDispose]())
  return { folder: folder.path, file: join(folder.path, 'list') }
}

const appended = (text: string) => (old: Buffer | undefined) =>
  Buffer.concat([old ?? Buffer.from('new,'), Buffer.from(text)])

function refusing(): Buffer {
  throw new Error('no such user')
}

test('makes a file that only its owner may read', async () => {
  const { folder, file } = await temporaryPath()
  await rewriteFile(file, appended('a'))
  const { mode } = await stat(file)
  expect([await readdir(folder), await readFile(file, 'utf8')]).toEqual([['list'], 'new,a'])
  expect(mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
})

test.skipIf(process.platform === 'win32')('keeps the mode of a file', async () => {
  const { file } = await temporaryPath()
  await writeFile(file, 'old,')
  await chmod(file, 0o646)
  await rewriteFile(file, appended('a'))
  expect([await readFile(file, 'utf8'), (await stat(file)).mode & 0o777]).toEqual(['old,a', 0o646])
})

test.skipIf(process.getuid?.() !== 0)('keeps the owner of a file', async () => {
  const { file } = await temporaryPath()
  await writeFile(file, 'old,')
  await chown(file, 1234, 4321)
  await rewriteFile(file, appended('a'))
  expect(await stat(file)).toMatchObject({ uid: 1234, gid: 4321 })
})

test('puts another file in its place instead of writing into it', async () => {
  const { file } = await temporaryPath()
  await writeFile(file, 'old,')
  const { ino } = await stat(file)
  await rewriteFile(file, appended('a'))
  expect((await stat(file)).ino).not.toBe(ino)
})

test('follows a symbolic link', async () => {
  const { folder, file } = await temporaryPath()
  await writeFile(file, 'old,')
  await symlink('list', join(folder, 'link'))
  await rewriteFile(join(folder, 'link'), appended('a'))
  expect(await readFile(file, 'utf8')).toBe('old,a')
})

test('loses no change of several at a time', async () => {
  const { file } = await temporaryPath()
  const letters = ['a', 'b', 'c', 'd', 'e', 'f']
  await Promise.all(letters.map((letter) => rewriteFile(file, appended(letter))))
  const text = await readFile(file, 'utf8')
  expect(text.slice(4).split('').toSorted()).toEqual(letters)
})

test('leaves all as it was when the change fails', async () => {
  const { folder, file } = await temporaryPath()
  await writeFile(file, 'old')
  await expect(rewriteFile(file, refusing)).rejects.toThrow(/^no such user$/)
  expect([await readdir(folder), await readFile(file, 'utf8')]).toEqual([['list'], 'old'])
})

test('says which draft another one left behind, after waiting', async () => {
  const { file } = await temporaryPath()
  await writeFile(`${file}.new`, '')
  await expect(rewriteFile(file, appended('a'), 100)).rejects.toThrow(
    `${file}.new exists: somebody else is changing the file. If not, remove it.`,
  )
})

test('says that the folder does not exist', async () => {
  const { folder } = await temporaryPath()
  await expect(rewriteFile(join(folder, 'none/list'), appended('a'))).rejects.toThrow(
    `${folder}/none/list cannot be written: the folder ${folder}/none does not exist`,
  )
})

test('refuses a folder', async () => {
  const { folder } = await temporaryPath()
  await expect(rewriteFile(folder, appended('a'))).rejects.toThrow('it is a folder')
  expect(await readdir(folder)).toEqual([])
})
