import { expect, test } from 'vitest'
import { plainPath } from '../../server/carry/archive.ts'
import { createEntries } from '../../server/carry/entries.ts'
import type { TarEntry } from '../../server/tar/tar-entry.ts'

const file = (path: string, more: Partial<TarEntry> = {}): TarEntry => ({
  path,
  type: 'file',
  size: 10,
  stored: 10,
  offset: 512,
  mode: 0o644,
  uid: 0,
  gid: 0,
  modified: 0,
  isSparse: false,
  ...more,
})

test.each([
  ['a/b', 'a/b'],
  ['./a//b/', 'a/b'],
  ['a/./../b', 'b'],
  ['../a', undefined],
  ['a/../../b', undefined],
  ['/a', undefined],
  ['./', undefined],
  ['', undefined],
])('the path %j is %j', (path, plain) => {
  expect(plainPath(path)).toBe(plain)
})

test('the last entry of a name counts, as when an archive is unpacked', () => {
  const entries = createEntries()
  entries.add(file('a'))
  entries.add(file('./a', { offset: 2_048 }))
  expect(entries.find('a')).toEqual({ path: 'a', offset: 2_048, size: 10 })
})

test('what is no whole file is not there', () => {
  const entries = createEntries()
  entries.add(file('folder', { type: 'directory', size: 0, stored: 0 }))
  entries.add(file('sparse', { size: 1_000_000 }))
  entries.add(file('x'.repeat(2_000)))
  for (const path of ['folder', 'sparse', 'x'.repeat(2_000), 'never']) {
    expect(entries.find(path)).toBeUndefined()
  }
})

test('there is an end to how many there may be', () => {
  const entries = createEntries(3)
  for (const path of ['a', 'b', 'c']) entries.add(file(path))
  expect(() => entries.add(file('d'))).toThrow('there are more than 3 entries')
})

test('and to how many links lead on', () => {
  const entries = createEntries()
  for (let at = 0; at < 60; at++) {
    entries.add(file(`${at}`, { type: 'symlink', target: `${at + 1}` }))
  }
  entries.add(file('60'))
  expect(entries.find('25')).toMatchObject({ path: '60' })
  expect(() => entries.find('0')).toThrow('leads round in a ring')
})
