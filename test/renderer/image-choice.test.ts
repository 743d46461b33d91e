import { expect, test } from 'vitest'
import { fullName, nameFaults, toStore } from '../../renderer/pages/import/image-choice.ts'

test.each([
  ['app', 'app:latest'],
  [' team/app:v1 ', 'team/app:v1'],
  ['host:5000/app', 'host:5000/app:latest'],
])('%j is %j in full', (typed, full) => {
  expect(fullName(typed)).toBe(full)
})

test('a name is given once, and only by images that are taken', () => {
  const choices = [
    { index: 0, taken: true, names: ['app:latest', 'app'] },
    { index: 1, taken: false, names: ['', 'app'] },
    { index: 2, taken: true, names: ['app:v2', 'App', 'app:-'] },
  ]
  expect(nameFaults(choices)).toStrictEqual([
    [undefined, { of: 'twice' }],
    [undefined, undefined],
    [
      undefined,
      { of: 'repository', fault: { kind: 'capital' } },
      { of: 'tag', fault: { kind: 'start' } },
    ],
  ])
})

test('what is not taken is not stored', () => {
  const choices = [
    { index: 0, taken: false, names: ['a'] },
    { index: 3, taken: true, names: ['b', 'c:1'] },
  ]
  expect(toStore(choices)).toStrictEqual([{ index: 3, names: ['b:latest', 'c:1'] }])
})
