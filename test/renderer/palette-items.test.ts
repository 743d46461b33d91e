import { expect, test } from 'vitest'
import { matching, type PaletteItem } from '../../renderer/frame/palette-items.ts'

const item = (group: PaletteItem['group'], label: string): PaletteItem => ({
  id: label,
  group,
  label,
  run: () => undefined,
})

const ITEMS = [
  item('commands', 'Theme: Dark'),
  item('commands', 'Copy docker push'),
  item('pages', 'Overview'),
  item('pages', 'Images'),
  item('repositories', 'team/dark-images'),
]

test.each([
  ['', ['Overview', 'Images', 'team/dark-images', 'Theme: Dark', 'Copy docker push']],
  ['dark', ['team/dark-images', 'Theme: Dark']],
  ['DARK theme', ['Theme: Dark']],
  ['im', ['Images', 'team/dark-images']],
  ['copy  push', ['Copy docker push']],
  ['nothing', []],
])('%j finds, group by group, %j', (typed, labels) => {
  expect(matching(ITEMS, typed).map(({ label }) => label)).toStrictEqual(labels)
})

test('within a group, what begins with the word comes first', () => {
  const pages = [item('pages', 'All logs'), item('pages', 'Logs')]
  expect(matching(pages, 'log').map(({ label }) => label)).toStrictEqual(['Logs', 'All logs'])
})
