import { expect } from 'vitest'
import { bodyOf, failureOf, move, write } from './bytes.ts'
import { driverTest, namesIn, readText, type OpenDriver } from './driver-test.ts'

/** In the order of code units, which is that of no language, and at the end not that of bytes either. */
const SORTED = '- .x 0 10 9 A Z _a a a+b a-b a.b aa b ä \u{1f600} \uff5e'.split(' ')

/** What is after a name that may, but need not, be there. */
const AFTER: readonly (readonly [after: string, expected: readonly string[]])[] = [
  ['', SORTED],
  ['-', SORTED.slice(1)],
  ['a', SORTED.slice(9)],
  ['a-', SORTED.slice(10)],
  ['a/b', SORTED.slice(12)],
  ['b', SORTED.slice(14)],
  ['ä', SORTED.slice(15)],
  ['\u{1f600}', ['\uff5e']],
  ['\u{ffff}', []],
]

/** `list`, `move` and `remove`. */
export function treeProperties(open: OpenDriver): void {
  driverTest(open, 'lists objects and folders, each once, sorted', async (driver) => {
    for (const name of SORTED.toReversed()) {
      await write(driver, /^\w$/.test(name) ? `f/${name}/child` : `f/${name}`, Buffer.from('x'))
      await write(driver, 'f/a/other', Buffer.from('x'))
    }
    expect(await namesIn(driver, 'f')).toStrictEqual(SORTED)
    expect(await namesIn(driver, 'f/a')).toStrictEqual(['child', 'other'])
  })

  for (const [after, expected] of AFTER) {
    driverTest(open, `lists what comes after ${JSON.stringify(after)}`, async (driver) => {
      const group = SORTED.map((name) => ({ path: `f/${name}`, bytes: Buffer.from('x') }))
      await driver.writeInOrder([group])
      expect(await namesIn(driver, 'f', after)).toStrictEqual(expected)
    })
  }

  driverTest(open, 'lists more than a thousand', async (driver) => {
    const names = Array.from({ length: 1_200 }, (_, index) => `n${String(index).padStart(5, '0')}`)
    const writeX = (name: string) => write(driver, `f/${name}`, Buffer.from('x'))
    for (let at = 0; at < names.length; at += 500) {
      await Promise.all(names.slice(at, at + 500).map(writeX))
    }
    expect(await namesIn(driver, 'f')).toStrictEqual(names)
    expect(await namesIn(driver, 'f', 'n01197')).toStrictEqual(['n01198', 'n01199'])
  })

  driverTest(open, 'a list can be left early', async (driver) => {
    await write(driver, 'f/a', Buffer.from('x'))
    await write(driver, 'f/b', Buffer.from('x'))
    const seen: string[] = []
    for await (const name of driver.list('f')) {
      seen.push(name)
      break
    }
    expect(seen).toStrictEqual(['a'])
  })

  driverTest(open, 'move takes the bytes to their new name', async (driver) => {
    await driver.append('from/here', 0, bodyOf('bytes'))
    await move(driver, 'from/here', 'to/a/new/place')
    expect(await readText(driver, 'to/a/new/place')).toBe('bytes')
    expect(await driver.stat('from/here')).toBeUndefined()
  })

  driverTest(open, 'move replaces what was there', async (driver) => {
    await write(driver, 'from', Buffer.from('new'))
    await write(driver, 'to', Buffer.from('the old one'))
    await move(driver, 'from', 'to')
    expect(await readText(driver, 'to')).toBe('new')
  })

  driverTest(open, 'move of what is not there fails and leaves its aim', async (driver) => {
    await write(driver, 'to', Buffer.from('old'))
    expect(await failureOf(move(driver, 'absent', 'to'))).toBeInstanceOf(Error)
    expect(await readText(driver, 'to')).toBe('old')
  })

  for (const options of [{}, { durable: false }]) {
    const how = JSON.stringify(options)
    driverTest(open, `remove takes an object and nothing else ${how}`, async (driver) => {
      await write(driver, 'f/a', Buffer.from('x'))
      await write(driver, 'f/ab', Buffer.from('x'))
      await driver.remove('f/a', options)
      expect(await namesIn(driver, 'f')).toStrictEqual(['ab'])
    })

    driverTest(open, `remove takes a folder with all it holds ${how}`, async (driver) => {
      for (const path of ['f/a/1', 'f/a/b/2', 'f/a/b/c/3', 'f/ab/4']) {
        await write(driver, path, Buffer.from('x'))
      }
      await driver.remove('f/a', options)
      expect(await namesIn(driver, 'f')).toStrictEqual(['ab'])
      expect(await driver.read('f/a/b/c/3')).toBeUndefined()
    })
  }

  for (const path of ['absent', 'absent/below', 'object/below']) {
    driverTest(open, `nothing to remove at ${path}`, async (driver) => {
      await write(driver, 'object', Buffer.from('x'))
      await driver.remove(path)
      expect(await namesIn(driver, '')).toContain('object')
    })
  }

  driverTest(open, 'what was removed can be made again', async (driver) => {
    for (const text of ['first', 'second', 'third']) {
      await write(driver, 'f/a/b/object', Buffer.from(text))
      expect(await readText(driver, 'f/a/b/object')).toBe(text)
      await driver.append('f/a/data', 0, bodyOf(text))
      await move(driver, 'f/a/data', 'f/a/c/data')
      await driver.remove('f/a')
    }
    expect(await namesIn(driver, 'f')).toStrictEqual([])
  })
}
