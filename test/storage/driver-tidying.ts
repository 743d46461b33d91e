import { expect } from 'vitest'
import type { FoundObject, StorageDriver } from '../../server/storage/driver.ts'
import { bodyOf, write } from './bytes.ts'
import { driverTest, namesIn, readText, type OpenDriver, type Traits } from './driver-test.ts'

/** Storage that tells times in whole seconds shows a change that late, in milliseconds. */
const SEEN = { timeout: 5_000, interval: 20 }
const AGO = new Date(0)
const soon = (): Date => new Date(Date.now() + 60_000)

/** `walk`, `touch`, `removeFound` and `removeEmptyFolders`. */
export function tidyingProperties(open: OpenDriver, { folders }: Traits): void {
  driverTest(open, 'a walk finds every object below, and what it is', async (driver) => {
    for (const path of ['a/one', 'a/b/two', 'a/b/c/three', 'ab/beside']) await put(driver, path)
    const found = await walked(driver, 'a')
    expect(found.map(({ path }) => path)).toStrictEqual(['a/b/c/three', 'a/b/two', 'a/one'])
    for (const { path, size, modified } of found) {
      const stat = await driver.stat(path)
      expect({ size, modified }).toStrictEqual({ size: stat?.size, modified: stat?.modified })
    }
    expect(await walked(driver, 'nowhere')).toStrictEqual([])
  })

  driverTest(open, 'a walk for a name and a depth finds all that are there', async (driver) => {
    const paths = Array.from({ length: 200 }, (_, at) => `a/${at % 3}/${at}/link`)
    const beside = ['a/link', 'a/1/link', 'a/1/1/other', 'a/b/c/d/link', 'a/b/e']
    for (const path of [...paths, ...beside]) await driver.create(path, Buffer.from('text'))
    const pages = await Array.fromAsync(
      driver.walk('a', { name: 'link', below: 2, within: ['0', '1', '2', 'none'] }),
    )
    const found = pages.flat().map(({ path }) => path)
    expect(found.filter((path) => !beside.includes(path)).sort()).toStrictEqual(paths.sort())
  })

  driverTest(
    open,
    'small objects that are read together are those that are there',
    async (driver) => {
      const contents = Array.from({ length: 20 }, (_, at) => Buffer.alloc(at, `${at}`))
      for (const [at, bytes] of contents.entries()) await write(driver, `a/${at}`, bytes)
      const paths = [...contents.map((_, at) => `a/${at}`), 'a', 'a/nothing', 'a/1/below']
      const read = (await driver.readSome?.(paths)) ?? new Map<string, Buffer | undefined>()
      for (const [path, bytes] of read) expect(bytes).toStrictEqual(await driver.read(path))
      if (driver.readSome) expect([...read.keys()]).toStrictEqual(paths)
    },
  )

  driverTest(
    open,
    'a touch makes what is old count as new, and leaves the rest',
    async (driver) => {
      const marked = await driver.append('object', 0, bodyOf('bytes'), () => 'a mark')
      expect(marked).toBe(5)
      const before = await driver.stat('object')
      expect(await driver.touch('object', AGO)).toStrictEqual(before?.modified)
      expect(await driver.stat('object')).toStrictEqual(before)
      await untilTouched(driver, 'object', before?.modified)
      const after = await driver.stat('object')
      expect(after?.mark).toBe(before?.mark)
      expect(await readText(driver, 'object')).toBe('bytes')
    },
  )

  driverTest(open, 'a touch of what is not there makes nothing', async (driver) => {
    await put(driver, 'a/object')
    expect(await driver.touch('nothing', soon())).toBeUndefined()
    expect(await driver.touch('a/nothing', soon())).toBeUndefined()
    expect(await driver.stat('a/nothing')).toBeUndefined()
  })

  driverTest(open, 'what was found is removed, once', async (driver) => {
    await put(driver, 'a/b/object')
    await put(driver, 'a/beside')
    const found = await only(driver, 'a/b')
    expect(await driver.removeFound(found)).toBe(true)
    expect(await driver.stat('a/b/object')).toBeUndefined()
    expect(await namesIn(driver, 'a')).toStrictEqual(['beside'])
    expect(await driver.removeFound(found)).toBe(false)
  })

  driverTest(open, 'what has changed or was touched since it was found stays', async (driver) => {
    await put(driver, 'a/changed')
    const changed = await only(driver, 'a')
    await write(driver, 'a/changed', Buffer.from('something longer'))
    expect(await driver.removeFound(changed)).toBe(false)
    expect(await readText(driver, 'a/changed')).toBe('something longer')
    await put(driver, 'b/touched')
    const touched = await only(driver, 'b')
    await untilTouched(driver, 'b/touched', touched.modified)
    expect(await driver.removeFound(touched)).toBe(false)
    expect(await readText(driver, 'b/touched')).toBe('text')
  })

  driverTest(open, 'folders without an object go, and none that holds one', async (driver) => {
    for (const path of ['top/a/b/c/d/x', 'top/a/b/e/x', 'top/k/b/x', 'top/k/kept']) {
      await put(driver, path)
    }
    for (const path of ['top/a', 'top/k/b']) {
      for (const found of await walked(driver, path)) await driver.removeFound(found)
    }
    if (folders) expect(await namesIn(driver, 'top')).toStrictEqual(['a', 'k'])
    await driver.removeEmptyFolders('top/a/b', 'top')
    await driver.removeEmptyFolders('top/k', 'top')
    await driver.removeEmptyFolders('top/nowhere', 'top')
    expect(await namesIn(driver, 'top')).toStrictEqual(['k'])
    expect(await readText(driver, 'top/k/kept')).toBe('text')
  })
}

const put = (driver: StorageDriver, path: string): Promise<void> =>
  write(driver, path, Buffer.from('text'))

async function walked(driver: StorageDriver, path: string): Promise<readonly FoundObject[]> {
  const found = await Array.fromAsync(driver.walk(path))
  return found.flat().toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

async function only(driver: StorageDriver, path: string): Promise<FoundObject> {
  const [found, ...more] = await walked(driver, path)
  if (!found || more.length > 0) throw new Error(`not one object below ${path}`)
  return found
}

async function untilTouched(
  driver: StorageDriver,
  path: string,
  before = new Date(),
): Promise<void> {
  const isNewer = async () => {
    const touched = await driver.touch(path, soon())
    expect(touched).toStrictEqual((await driver.stat(path))?.modified)
    return ((await driver.stat(path))?.modified ?? AGO) > before
  }
  await expect.poll(isNewer, SEEN).toBe(true)
}
