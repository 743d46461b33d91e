import { expect, test } from 'vitest'
import type { Tag } from '../../server/control/repositories-contract.ts'
import { loadedCount, selectedTags } from '../../renderer/pages/repository/selected-tags.ts'

const tag = (name: string, digest = 'sha256:1'): Tag => ({
  tag: name,
  digest,
  kind: 'image',
  platforms: [],
  sizeBytes: 1,
})

const rowsOf = (...rows: readonly (Tag | undefined)[]) => ({
  count: rows.length,
  at: (index: number) => rows[index],
})

test('takes what is at hand', () => {
  const selected = selectedTags(new Set(['b']), rowsOf(tag('a'), tag('b')), new Map(), false)
  expect([...selected.keys()]).toEqual(['b'])
})

test('keeps what was scrolled away', () => {
  const before = new Map([['a', tag('a')]])
  const selected = selectedTags(new Set(['a', 'b']), rowsOf(undefined, tag('b')), before, false)
  expect([...selected.keys()]).toEqual(['a', 'b'])
})

test('takes the newer of two', () => {
  const before = new Map([['a', tag('a', 'sha256:old')]])
  const selected = selectedTags(new Set(['a']), rowsOf(tag('a', 'sha256:new')), before, false)
  expect(selected.get('a')?.digest).toBe('sha256:new')
})

test('drops what exists no more, when all rows are here', () => {
  const before = new Map([['gone', tag('gone')]])
  const keys = new Set(['gone', 'b'])
  expect([...selectedTags(keys, rowsOf(tag('b')), before, true).keys()]).toEqual(['b'])
  expect(selectedTags(keys, rowsOf(undefined, tag('b')), before, true).size).toBe(2)
})

test('drops what nobody knows', () => {
  expect(selectedTags(new Set(['a']), rowsOf(), new Map(), false).size).toBe(0)
})

test('counts the rows that are here', () => {
  expect(loadedCount(rowsOf(tag('a'), undefined, tag('c')))).toBe(2)
})
