import { describe, expect, test } from 'vitest'
import { tagFault } from '../../renderer/pages/repository/tag-name.ts'

describe('a tag', () => {
  test.each(['v1', 'V1.2-rc.3', '_x', '7', 'a'.repeat(128)])('can be %s', (tag) => {
    expect(tagFault(tag)).toBeUndefined()
  })

  test.each([
    ['', { kind: 'empty' }],
    ['.v1', { kind: 'start' }],
    ['-v1', { kind: 'start' }],
    ['a'.repeat(129), { kind: 'long' }],
    ['v 1', { kind: 'letter', letter: ' ' }],
    ['v1+7', { kind: 'letter', letter: '+' }],
    ['größe', { kind: 'letter', letter: 'ö' }],
    ['a🚢', { kind: 'letter', letter: '🚢' }],
    ['a/b', { kind: 'letter', letter: '/' }],
  ])('cannot be %j', (tag, fault) => {
    expect(tagFault(tag)).toEqual(fault)
  })
})
