import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { createLinks, link } from '../../server/registry/links.ts'
import { createPins } from '../../server/registry/pins.ts'
import { GRACE } from '../../server/registry/registry.ts'
import type { StorageDriver } from '../../server/storage/driver.ts'
import { write } from '../storage/bytes.ts'
import { openRegistry } from './opened-registry.ts'

const [ONE, TWO] = [digestOf(Buffer.from('1')), digestOf(Buffer.from('2'))]
const PATH = 'some/folder/link'

/** Counts what is read of the storage. */
function counted(driver: StorageDriver) {
  const count = { reads: 0 }
  const read: StorageDriver['read'] = (path) => {
    count.reads++
    return driver.read(path)
  }
  return { driver: { ...driver, read }, count }
}

test('a link is a bare digest', async () => {
  await using at = await openRegistry()
  const links = createLinks(at.driver, createPins(at.driver, GRACE), true)
  await links.writeInOrder([[link(PATH, ONE)]])
  expect(await at.peek(PATH)).toBe(ONE)
  expect(link(PATH, ONE)).toStrictEqual({ path: PATH, bytes: Buffer.from(ONE) })
})

test('a busy link is read once', async () => {
  await using at = await openRegistry()
  const { driver, count } = counted(at.driver)
  const links = createLinks(driver, createPins(driver, GRACE), true)
  await write(at.driver, PATH, Buffer.from(ONE))
  for (let round = 0; round < 50; round++) expect(await links.read(PATH)).toBe(ONE)
  expect(count.reads).toBe(1)
})

test('one that was just written is known, as it would be read', async () => {
  await using at = await openRegistry()
  const { driver, count } = counted(at.driver)
  const links = createLinks(driver, createPins(driver, GRACE), true)
  const other = { path: 'content', bytes: Buffer.from(`${ONE} and more`) }
  await links.writeInOrder([[other, link('x/link', ONE)], [link(PATH, TWO)]])
  expect([await links.read('x/link'), await links.read(PATH)]).toStrictEqual([ONE, TWO])
  expect(count.reads).toBe(0)
  expect(await links.read('content')).toBeUndefined()
})

test('one that two write at once is read', async () => {
  await using at = await openRegistry()
  const { driver, count } = counted(at.driver)
  const links = createLinks(driver, createPins(driver, GRACE), true)
  await Promise.all([ONE, TWO].map((digest) => links.writeInOrder([[link(PATH, digest)]])))
  expect(await links.read(PATH)).toBe(await at.peek(PATH))
  expect(count.reads).toBe(1)
})

test.each([
  ['memory is off', false, true],
  ['others write as well', true, false],
])('each time where %s', async (_what, remember, exclusive) => {
  await using at = await openRegistry()
  const { driver, count } = counted(at.driver)
  const links = createLinks({ ...driver, exclusive }, createPins(driver, GRACE), remember)
  await links.writeInOrder([[link(PATH, ONE)]])
  for (let round = 0; round < 5; round++) await links.read(PATH)
  expect(count.reads).toBe(5)
})

test('a change made here is seen at once', async () => {
  await using at = await openRegistry()
  const links = createLinks(at.driver, createPins(at.driver, GRACE), true)
  expect(await links.read(PATH)).toBeUndefined()
  await links.writeInOrder([[link(PATH, ONE)]])
  expect(await links.read(PATH)).toBe(ONE)
  await links.writeInOrder([[link('x/link', ONE)], [link(PATH, TWO)]])
  expect(await links.read(PATH)).toBe(TWO)
  await links.remove(PATH)
  expect(await links.read(PATH)).toBeUndefined()
  await links.writeInOrder([[link(PATH, ONE)]])
  await links.read(PATH)
  await links.remove(PATH, 'some')
  expect(await links.read(PATH)).toBeUndefined()
})

test('a change made behind its back is seen within about a second', async () => {
  await using at = await openRegistry()
  const links = createLinks(at.driver, createPins(at.driver, GRACE), true)
  await links.writeInOrder([[link(PATH, ONE)]])
  expect(await links.read(PATH)).toBe(ONE)
  await at.meddle(PATH, TWO)
  const begun = performance.now()
  while ((await links.read(PATH)) !== TWO && performance.now() < begun + 5_000) await delay(20)
  expect(await links.read(PATH)).toBe(TWO)
  expect(performance.now() - begun).toBeLessThan(2_000)
})

test('a change that failed may have happened: it is looked up', async () => {
  await using at = await openRegistry()
  const failing: StorageDriver = {
    ...at.driver,
    async writeInOrder(groups) {
      await at.driver.writeInOrder(groups)
      throw new Error('too late')
    },
  }
  await write(at.driver, PATH, Buffer.from(ONE))
  const links = createLinks(failing, createPins(failing, GRACE), true)
  expect(await links.read(PATH)).toBe(ONE)
  await expect(links.writeInOrder([[link(PATH, TWO)]])).rejects.toThrow('too late')
  expect(await links.read(PATH)).toBe(TWO)
})

test.each(['', '\n', 'x', ONE.slice(1), `${ONE}0`, `${ONE} ${ONE}`])(
  '%j is no link',
  async (text) => {
    await using at = await openRegistry()
    await write(at.driver, PATH, Buffer.from(text))
    expect(
      await createLinks(at.driver, createPins(at.driver, GRACE), true).read(PATH),
    ).toBeUndefined()
  },
)

test('a link that is added is known, with what it stands for', async () => {
  await using at = await openRegistry()
  const { driver, count } = counted(at.driver)
  const links = createLinks(driver, createPins(driver, GRACE), true)
  await links.add([PATH, 'x/link'], ONE, { path: 'content', bytes: Buffer.from('1') })
  expect([await links.read(PATH), await links.read('x/link')]).toStrictEqual([ONE, ONE])
  expect(count.reads).toBe(0)
  expect([await at.peek(PATH), await at.peek('content')]).toStrictEqual([ONE, '1'])
})
