import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { spool, type SpoolPlace } from '../../server/carry/spool.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { tarOf } from '../support/tar-of.ts'
import { pieces } from './opened-archive.ts'

const cleanUp = cleanUpAfterAll()
const whole = tarOf({ a: Buffer.alloc(100_000, 'a'), 'd/b': 'bbb', empty: '' })

async function newPlace(more: Partial<SpoolPlace> = {}): Promise<SpoolPlace> {
  const { path } = cleanUp.use(await temporaryFolder('spool'))
  return { folder: join(path, 'imports'), ...more }
}

async function textAt(archive: Awaited<ReturnType<typeof spool>>, path: string) {
  const file = await archive.find(path)
  return file && Buffer.concat(await Array.fromAsync(file.open())).toString()
}

test.each([
  ['as it is', whole],
  ['unpacked', gzipSync(whole)],
])('keeps what comes, %s, where nobody else sees it', async (_, bytes) => {
  const place = await newPlace()
  const archive = await spool(pieces(bytes), place)
  expect(await readdir(place.folder)).toEqual([])
  expect(await textAt(archive, 'a')).toBe('a'.repeat(100_000))
  expect(await textAt(archive, 'd/b')).toBe('bbb')
  expect(await textAt(archive, 'empty')).toBe('')
  expect(await textAt(archive, 'd')).toBeUndefined()
  await archive.close()
})

test('reads on behind the end, and keeps nothing of it', async () => {
  const more = Buffer.concat([whole, Buffer.alloc(5_000_000, 'x')])
  const archive = await spool(pieces(more), await newPlace({ most: whole.length + 10_000 }))
  expect(await textAt(archive, 'd/b')).toBe('bbb')
  await archive.close()
})

test.each<[what: string, more: Partial<SpoolPlace>, message: RegExp]>([
  ['is too large when it is unpacked', { most: 50_000 }, /larger than 50000 bytes/],
  ['leaves too little on the disk', { reserve: 2 ** 60 }, /no room for the file in .*imports/],
])('takes nothing that %s', async (_, more, message) => {
  const place = await newPlace(more)
  await expect(spool(pieces(gzipSync(whole), 100), place)).rejects.toThrow(message)
  expect(await readdir(place.folder)).toEqual([])
})

test('a file that breaks off on the way is let go of', async () => {
  const place = await newPlace()
  let ended = false
  async function* broken(): AsyncGenerator<Buffer> {
    try {
      yield whole.subarray(0, 10_000)
      throw new Error('the client left')
    } finally {
      ended = true
    }
  }
  await expect(spool(broken(), place)).rejects.toThrow('the client left')
  expect([ended, await readdir(place.folder)]).toEqual([true, []])
})
