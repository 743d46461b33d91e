import { bodyOf, write } from './bytes.ts'
import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { SmallObject } from '../../server/storage/driver.ts'
import { failureOf, textOf, watch } from './bytes.ts'
import { driverTest, namesIn, readText, type OpenDriver, type Traits } from './driver-test.ts'

const LONG = 'n'.repeat(255)
const DEEP = Array.from({ length: 40 }, (_, index) => `level-${index}`).join('/')

/** Names that real paths have, or that a file system might trip over. */
const PATHS = ['plain', 'a+b', 'a b', 'ä-ö', '.hidden', '_links', '%2e%2e', LONG, DEEP, `${LONG}/x`]

const object = (path: string, text: string): SmallObject => ({ path, bytes: Buffer.from(text) })

/** `read`, `write`, `writeInOrder`, `stat` and absence. */
export function objectProperties(open: OpenDriver, { folders }: Traits): void {
  for (const path of PATHS) {
    driverTest(open, `what is written at ${path.slice(0, 30)} is read back`, async (driver) => {
      await write(driver, path, Buffer.from('bytes'))
      expect(await readText(driver, path)).toBe('bytes')
      expect((await driver.stat(path))?.size).toBe(5)
      expect(await textOf((await driver.open(path))?.body)).toBe('bytes')
    })
  }

  driverTest(open, 'a write replaces all of what was there', async (driver) => {
    await write(driver, 'object', Buffer.from('a longer text'))
    await write(driver, 'object', Buffer.from('short'))
    expect(await readText(driver, 'object')).toBe('short')
  })

  driverTest(open, 'an object is created with the folders above it', async (driver) => {
    await driver.create('a/b/object', Buffer.from('text'))
    await driver.create('a/b/empty', new Uint8Array())
    expect(await readText(driver, 'a/b/object')).toBe('text')
    expect((await driver.stat('a/b/empty'))?.size).toBe(0)
  })

  driverTest(open, 'new and moved objects are put in place together', async (driver) => {
    await driver.append('from/data', 0, bodyOf('appended'))
    const written = { path: 'to/written', bytes: Buffer.from('written') }
    await driver.writeInOrder([[{ path: 'to/moved', from: 'from/data' }, written]])
    expect(await readText(driver, 'to/moved')).toBe('appended')
    expect(await readText(driver, 'to/written')).toBe('written')
    expect(await driver.stat('from/data')).toBeUndefined()
  })

  driverTest(open, 'bytes come back as they went in', async (driver) => {
    const bytes = randomBytes(300_000)
    await write(driver, 'object', bytes)
    expect(await driver.read('object')).toStrictEqual(bytes)
  })

  driverTest(open, 'an empty object is there', async (driver) => {
    await write(driver, 'empty', new Uint8Array())
    expect(await readText(driver, 'empty')).toBe('')
    expect((await driver.stat('empty'))?.size).toBe(0)
    const opened = await driver.open('empty')
    expect(opened?.size).toBe(0)
    expect(await textOf(opened?.body)).toBe('')
  })

  driverTest(open, 'stat tells when the object was written', async (driver) => {
    const before = Date.now() - 2_000
    await write(driver, 'object', Buffer.from('x'))
    const modified = (await driver.stat('object'))?.modified.getTime() ?? 0
    expect(modified).toBeGreaterThan(before)
    expect(modified).toBeLessThan(Date.now() + 2_000)
  })

  driverTest(open, 'groups are written, all of them', async (driver) => {
    const groups = [
      [object('a/one', '1'), object('b/two', '2')],
      [object('c/three', '3')],
      [],
      [object('a/four', '4')],
    ]
    await driver.writeInOrder(groups)
    const paths = groups.flat().map(({ path }) => path)
    const texts = await Promise.all(paths.map((path) => readText(driver, path)))
    expect(texts).toStrictEqual(['1', '2', '3', '4'])
  })

  driverTest(open, 'no group is seen before all of the one before it', async (driver) => {
    const texts = ['old', 'new', 'newer', 'newest']
    for (const text of texts) {
      const groups = ['first', 'second', 'third'].map((path) => [object(path, text)])
      await watch(driver.writeInOrder(groups), async () => {
        // Read from the last group to the first: a later one is never newer than an earlier one.
        const third = texts.indexOf((await readText(driver, 'third')) ?? '')
        const second = texts.indexOf((await readText(driver, 'second')) ?? '')
        const first = texts.indexOf((await readText(driver, 'first')) ?? '')
        expect([third, second, first]).toStrictEqual([third, second, first].toSorted())
      })
    }
  })

  for (const path of [
    'absent',
    'absent/below',
    'there/below-an-object',
    'folder',
    'x'.repeat(400),
  ]) {
    driverTest(open, `no object at ${path.slice(0, 30)}`, async (driver) => {
      await write(driver, 'there', Buffer.from('x'))
      await write(driver, 'folder/child', Buffer.from('x'))
      expect(await driver.read(path)).toBeUndefined()
      expect(await driver.stat(path)).toBeUndefined()
      expect(await driver.open(path)).toBeUndefined()
      expect(await driver.open(path, { first: 0, last: 0 })).toBeUndefined()
    })
  }

  for (const path of ['there', 'absent', 'x'.repeat(400)]) {
    driverTest(open, `no children at ${path.slice(0, 30)}`, async (driver) => {
      await write(driver, 'there', Buffer.from('x'))
      expect(await namesIn(driver, path)).toStrictEqual([])
    })
  }

  if (folders) {
    driverTest(open, 'a write that cannot be done fails and changes nothing', async (driver) => {
      await write(driver, 'object', Buffer.from('as it was'))
      const failure = await failureOf(
        driver.writeInOrder([[object('first', '1')], [object('object/below', '2')]]),
      )
      expect(failure).toBeInstanceOf(Error)
      expect(await readText(driver, 'object')).toBe('as it was')
      expect(await driver.read('object/below')).toBeUndefined()
    })
  }
}
