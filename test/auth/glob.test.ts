import { expect, test } from 'vitest'
import { createGlob } from '../../server/auth/glob.ts'

test.each([
  ['app', ['app'], ['apps', 'team/app', '']],
  ['**', ['a', 'a/b/c'], []],
  ['*', ['a', 'app'], ['a/b']],
  ['team/*', ['team/a', 'team/app'], ['team', 'team/a/b', 'steam/a']],
  ['team/**', ['team/a', 'team/a/b'], ['team', 'teams/a']],
  ['**/app', ['team/app', 'a/b/app'], ['app', 'team/apps']],
  ['team/*/app', ['team/a/app'], ['team/app', 'team/a/b/app']],
  ['team/**/app', ['team/a/app', 'team/a/b/app'], ['team/app']],
  ['a*b', ['ab', 'axb', 'abb'], ['a/b', 'abc']],
  ['a**b', ['ab', 'a/b', 'a/x/b'], ['a/c']],
  ['a.c', ['a.c'], ['abc']],
])('%s', (pattern, fitting, others) => {
  const fits = createGlob(pattern)
  expect(fitting.filter(fits)).toEqual(fitting)
  expect(others.filter(fits)).toEqual([])
})

test('no pattern takes long', () => {
  const fits = createGlob(`${'**a'.repeat(80)}b`)
  const start = performance.now()
  expect(fits('a'.repeat(255))).toBe(false)
  expect(performance.now() - start).toBeLessThan(1000)
})
