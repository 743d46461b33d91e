import { expect, test } from 'vitest'
import { nameOf, pathOf, placeOf, type Place } from '../../renderer/place.ts'

const DIGEST = `sha256:${'0a'.repeat(32)}`

const PLACES: readonly (readonly [string, Place])[] = [
  ['', { page: 'overview' }],
  ['images', { page: 'images' }],
  ['images/busybox', { page: 'repository', repository: 'busybox' }],
  ['images/team/api', { page: 'repository', repository: 'team/api' }],
  ['images/team/api:v7', { page: 'image', repository: 'team/api', reference: 'v7' }],
  [`images/team/api@${DIGEST}`, { page: 'image', repository: 'team/api', reference: DIGEST }],
  ['activity', { page: 'activity' }],
  ['logs', { page: 'logs' }],
  ['settings', { page: 'settings' }],
  ['nowhere', { page: 'unknown', path: 'nowhere' }],
  ['activity/more', { page: 'unknown', path: 'activity/more' }],
  ['images/:v7', { page: 'unknown', path: 'images/:v7' }],
  ['images/team/api:', { page: 'unknown', path: 'images/team/api:' }],
]

test.each(PLACES)('%j is a place, and the place has that path', (path, place) => {
  expect(placeOf(path)).toStrictEqual(place)
  expect(pathOf(place)).toBe(path)
})

test.each([
  ['/images/', { page: 'images' }],
  ['images/team%2Fapi%3Av7', { page: 'image', repository: 'team/api', reference: 'v7' }],
  ['%zz', { page: 'unknown', path: '%zz' }],
])('%j, as a person may type it, leads somewhere too', (path, place) => {
  expect(placeOf(path)).toStrictEqual(place)
})

test.each([
  ['v7', 'team/api:v7'],
  [DIGEST, `team/api@${DIGEST}`],
])('an image by %s is named as clients name it', (reference, name) => {
  expect(nameOf('team/api', reference)).toBe(name)
})
