import { expect } from 'vitest'
import { bodyOf, sumOf, watch, move, write } from './bytes.ts'
import { driverTest, namesIn, readText, type OpenDriver, type Traits } from './driver-test.ts'

const MIB = 1024 * 1024

/** What several calls at once see of each other. */
export function concurrencyProperties(open: OpenDriver, { folders }: Traits): void {
  driverTest(open, 'a reader sees the old or the new bytes, whole', async (driver) => {
    const texts = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => letter.repeat(100_000))
    await write(driver, 'object', Buffer.from('0'.repeat(100_000)))
    const writing = Promise.all(texts.map((text) => write(driver, 'object', Buffer.from(text))))
    await watch(writing, async () => {
      const text = (await readText(driver, 'object')) ?? ''
      expect(text).toBe(text.charAt(0).repeat(100_000))
    })
    expect(texts).toContain(await readText(driver, 'object'))
  })

  driverTest(open, 'an open body outlives replacement and removal', async (driver) => {
    await driver.append('f/object', 0, bodyOf(Buffer.alloc(4 * MIB, 'old')))
    const wanted = await sumOf(bodyOf(Buffer.alloc(4 * MIB, 'old')))
    const bodies = await Promise.all([1, 2, 3].map(() => driver.open('f/object')))
    const [first, second, third] = bodies.map((opened) => opened?.body ?? bodyOf())
    await write(driver, 'f/object', Buffer.from('new'))
    expect(await sumOf(first ?? bodyOf())).toStrictEqual(wanted)
    await driver.append('moved', 0, bodyOf('moved'))
    await move(driver, 'moved', 'f/object')
    expect(await sumOf(second ?? bodyOf())).toStrictEqual(wanted)
    await driver.remove('f')
    expect(await sumOf(third ?? bodyOf())).toStrictEqual(wanted)
  })

  driverTest(open, 'writes into one new folder meet there', async (driver) => {
    const names = Array.from({ length: 40 }, (_, index) => `n${10 + index}`)
    await Promise.all(names.map((name) => write(driver, `a/b/c/${name}`, Buffer.from(name))))
    expect(await namesIn(driver, 'a/b/c')).toStrictEqual(names)
  })

  driverTest(open, 'appends to many objects go on side by side', async (driver) => {
    const paths = Array.from({ length: 20 }, (_, index) => `uploads/${index}/data`)
    const lengths = await Promise.all(
      paths.map((path) => driver.append(path, 0, bodyOf(path, 'x'.repeat(MIB), path))),
    )
    expect(lengths).toStrictEqual(paths.map((path) => MIB + 2 * path.length))
    const texts = await Promise.all(paths.map((path) => readText(driver, path)))
    expect(texts).toStrictEqual(paths.map((path) => path + 'x'.repeat(MIB) + path))
  })

  driverTest(open, 'moves to one name leave one of them, whole', async (driver) => {
    const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(50_000))
    await Promise.all(texts.map((text, index) => driver.append(`from/${index}`, 0, bodyOf(text))))
    await Promise.all(texts.map((_, index) => move(driver, `from/${index}`, 'to/one')))
    expect(texts).toContain(await readText(driver, 'to/one'))
    expect(await namesIn(driver, 'from')).toStrictEqual([])
  })

  if (folders) {
    driverTest(open, 'a tree is gone at once', async (driver) => {
      for (let round = 0; round < 5; round++) {
        const paths = Array.from({ length: 20 }, (_, index) => `tree/${index}/object`)
        await driver.writeInOrder([paths.map((path) => ({ path, bytes: Buffer.from('x') }))])
        await watch(driver.remove('tree'), async () => {
          const found = (await namesIn(driver, 'tree')).length
          expect([0, paths.length]).toContain(found)
        })
      }
    })
  }

  driverTest(open, 'of a tree that goes the first object goes last', async (driver) => {
    const paths = ['tree/a/first', 'tree/b', 'tree/c/d', 'tree/e']
    await driver.writeInOrder([paths.map((path) => ({ path, bytes: Buffer.from('x') }))])
    await watch(driver.remove('tree'), async () => {
      const first = await readText(driver, 'tree/a/first')
      const others = await Promise.all(paths.slice(1).map((path) => readText(driver, path)))
      // Read before the others: while it is gone, so are they.
      if (first === undefined) expect(others).toStrictEqual([undefined, undefined, undefined])
    })
    expect(await namesIn(driver, 'tree')).toStrictEqual([])
  })

  driverTest(open, 'writers and removers of one place do not break each other', async (driver) => {
    for (let round = 0; round < 20; round++) {
      const writing = write(driver, `f/${round}/object`, Buffer.from('x'))
      await Promise.all([writing, driver.remove('f'), driver.remove(`f/${round}`)])
    }
    await write(driver, 'f/object', Buffer.from('last'))
    expect(await readText(driver, 'f/object')).toBe('last')
  })

  driverTest(
    open,
    'a folder that is to be whole is not seen without its object',
    async (driver) => {
      for (let round = 0; round < 10; round++) {
        const path = (name: string): string => `tags/${round}/${name}/link`
        const group = ['current', 'index'].map((name) => ({
          path: path(name),
          bytes: Buffer.from(name),
          whole: `tags/${round}`,
        }))
        await watch(driver.writeInOrder([group]), async () => {
          if (!(await namesIn(driver, 'tags')).includes(String(round))) return
          const texts = await Promise.all(
            ['current', 'index'].map((n) => readText(driver, path(n))),
          )
          expect(texts).not.toStrictEqual([undefined, undefined])
        })
        expect(await readText(driver, path('current'))).toBe('current')
        expect(await readText(driver, path('index'))).toBe('index')
      }
    },
  )

  driverTest(open, 'several who make one whole folder meet in it', async (driver) => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const writeWhole = (name: string) =>
      driver.writeInOrder([[{ path: `f/g/${name}`, bytes: Buffer.from(name), whole: 'f/g' }]])
    await Promise.all(names.map(writeWhole))
    expect(await namesIn(driver, 'f/g')).toStrictEqual(names)
    await writeWhole('a')
    expect(await readText(driver, 'f/g/a')).toBe('a')
  })
}
