import { describe, expect, test } from 'vitest'
import {
  fitting,
  followsNumbers,
  sortedBy,
  template,
} from '../../renderer/components/table/column.ts'
import { tableKey } from '../../renderer/components/table/keys.ts'
import { extended, toggled } from '../../renderer/components/table/selection.ts'

const TABLE = { active: 5, count: 100, page: 10, selectable: true }
const NONE = { shiftKey: false, ctrlKey: false, metaKey: false }

describe('with 100 rows, 10 in sight and the one of index 5 active', () => {
  test.each([
    ['ArrowDown', 6],
    ['ArrowUp', 4],
    ['PageDown', 15],
    ['PageUp', 0],
    ['Home', 0],
    ['End', 99],
  ])('%s moves to %d', (key, to) => {
    const moved = { does: 'move', to, extend: false }
    expect(tableKey({ ...NONE, key }, TABLE)).toStrictEqual(moved)
  })

  test.each([
    [{ key: ' ' }, { does: 'toggle' }],
    [{ key: 'Enter' }, { does: 'open' }],
    [{ key: 'Escape' }, { does: 'none' }],
    [{ key: 'a', ctrlKey: true }, { does: 'all' }],
    [{ key: 'A', metaKey: true }, { does: 'all' }],
    [
      { key: 'ArrowDown', shiftKey: true },
      { does: 'move', to: 6, extend: true },
    ],
    [{ key: 'a' }, undefined],
    [{ key: 'Tab' }, undefined],
  ])('%j asks for %j', (pressed, asked) => {
    expect(tableKey({ ...NONE, ...pressed }, TABLE)).toStrictEqual(asked)
  })

  test.each([
    { key: ' ' },
    { key: 'Escape' },
    { key: 'a', ctrlKey: true },
    { key: 'ArrowDown', shiftKey: true },
  ])('%j means nothing where nothing can be selected', (pressed) => {
    expect(tableKey({ ...NONE, ...pressed }, { ...TABLE, selectable: false })).toBeUndefined()
  })

  test.each(['ArrowDown', 'Enter'])('%s means the same there', (key) => {
    const pressed = { ...NONE, key }
    const there = tableKey(pressed, { ...TABLE, selectable: false })
    expect(there).toStrictEqual(tableKey(pressed, TABLE))
  })
})

test('an empty table has nowhere to go', () => {
  expect(tableKey({ ...NONE, key: 'End' }, { ...TABLE, active: 0, count: 0 })).toBeUndefined()
})

const KEYS = ['a', 'b', 'c', undefined, 'e']
const keyAt = (index: number) => KEYS[index]

test('a key is taken in, and out again', () => {
  expect([...toggled(new Set(['a']), 'b')]).toStrictEqual(['a', 'b'])
  expect([...toggled(new Set(['a', 'b']), 'b')]).toStrictEqual(['a'])
})

test.each([
  [1, 4],
  [4, 1],
])('from %d to %d takes in all between that are here', (from, to) => {
  const keys = extended(new Set(['a']), from, to, keyAt)
  expect([...keys].toSorted()).toStrictEqual(['a', 'b', 'c', 'e'])
})

const COLUMNS = [
  { id: 'name', title: 'Name', width: '1fr', cell: () => null },
  { id: 'by', title: 'By', width: '6rem', from: 600, cell: () => null },
]

test('a narrow table goes without what it has no room for', () => {
  const shown = [599, 600].map((width) => fitting(COLUMNS, width).map(({ id }) => id))
  expect(shown).toStrictEqual([['name'], ['name', 'by']])
})

test('words right behind numbers are known, and no others', () => {
  const name = { id: 'name', title: 'Name', width: '1fr', cell: () => null }
  const size = { ...name, id: 'size', align: 'end' } as const
  const columns = [name, size, size, name, name]
  const found = columns.map((_, at) => followsNumbers(columns, at))
  expect(found).toStrictEqual([false, false, false, true, false])
})

test('the boxes of a selection have a track of their own', () => {
  expect([template(COLUMNS, false), template(COLUMNS, true)]).toStrictEqual([
    '1fr 6rem',
    '2rem 1fr 6rem',
  ])
})

test('a heading turns its own order round, and begins another from its natural end', () => {
  const now = { by: 'name', descending: false }
  expect(sortedBy(now, 'name', false)).toStrictEqual({ by: 'name', descending: true })
  expect(sortedBy(now, 'size', true)).toStrictEqual({ by: 'size', descending: true })
})
