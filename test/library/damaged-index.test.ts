import { readFile, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { pushLayers, tagsIn } from './content.ts'
import { openedLibrary } from './opened-library.ts'

describe('a database that cannot be used is made anew', () => {
  const OLD = 'CREATE TABLE repository (name TEXT); PRAGMA user_version = 77'

  test.each<[string, (file: string) => Promise<unknown>]>([
    ['with garbage', (file) => writeFile(file, 'no database at all '.repeat(100))],
    ['of another version', async (file) => inDatabase(file, OLD)],
    ['without a version', async (file) => inDatabase(file, 'CREATE TABLE x (y)')],
  ])('%s', async (_, meddle) => {
    await using at = await openedLibrary({
      before: (registry) => pushLayers(registry, ['x'], 'v1'),
    })
    const before = await tagsIn(at.library)
    const library = await at.reopen(async () => {
      await writeFile(at.file, '')
      await meddle(at.file)
    })
    await library.settled()
    expect(await tagsIn(library)).toStrictEqual(before)
    expect(at.complaints).toHaveLength(1)
    const again = await at.reopen()
    expect(again.status().state).toBe('ready')
    expect(at.complaints).toHaveLength(1)
  })

  test('held by another', async () => {
    await using at = await openedLibrary({
      before: (registry) => pushLayers(registry, ['x'], 'v1'),
    })
    const before = await tagsIn(at.library)
    let holder: DatabaseSync | undefined
    const library = await at.reopen(async () => {
      holder = new DatabaseSync(at.file)
      holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    })
    await library.settled()
    expect(await tagsIn(library)).toStrictEqual(before)
    expect(at.complaints.length).toBeGreaterThan(0)
    holder?.close()
  })
})

const all = (bytes: Buffer): Buffer => bytes
const zeros = (bytes: Buffer): Buffer => Buffer.alloc(bytes.length)
const first = (count: number) => (bytes: Buffer) => bytes.subarray(0, count)

describe('a new database of which a power cut has left', () => {
  test.each<[string, (file: Buffer) => Buffer, (log: Buffer) => Buffer]>([
    ['the file alone', all, first(0)],
    ['the log alone', first(0), all],
    ['a log that breaks off in its head', all, first(20)],
    ['a log that breaks off', all, first(9_000)],
    ['a log of zeros', all, zeros],
    ['a file of zeros', zeros, all],
    ['a file that breaks off', first(1_000), all],
  ])('%s is as good as none', async (_, file, log) => {
    await using at = await openedLibrary({
      before: (registry) => pushLayers(registry, ['x'], 'v1'),
    })
    const before = await tagsIn(at.library)
    const left = [file(await readFile(at.file)), log(await readFile(`${at.file}-wal`))] as const
    const library = await at.reopen(async () => {
      await writeFile(at.file, left[0])
      await writeFile(`${at.file}-wal`, left[1])
    })
    await library.settled()
    expect(await tagsIn(library)).toStrictEqual(before)
    expect(library.status()).toMatchObject({ state: 'ready', repositories: 1, tags: 1 })
  })
})

function inDatabase(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}
