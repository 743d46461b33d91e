import { expect, test } from 'vitest'
import { imageNamed, nameOf, pathOf, placeOf, queryOf, type Place } from '../../renderer/place.ts'

const DIGEST = `sha256:${'0a'.repeat(32)}`

const PLACES: readonly (readonly [string, Place])[] = [
  ['', { page: 'overview' }],
  ['images', { page: 'images' }],
  ['images/busybox', { page: 'repository', repository: 'busybox' }],
  ['images/team/api', { page: 'repository', repository: 'team/api' }],
  ['images/team/api:v7', { page: 'image', repository: 'team/api', reference: 'v7' }],
  [`images/team/api@${DIGEST}`, { page: 'image', repository: 'team/api', reference: DIGEST }],
  ['images/team/api:v7/files', { page: 'files', repository: 'team/api', reference: 'v7' }],
  [`images/a@${DIGEST}/space`, { page: 'space', repository: 'a', reference: DIGEST }],
  ['images/team/api:v7/other', { page: 'unknown', path: 'images/team/api:v7/other' }],
  ['images/team/api:v7/files/a', { page: 'unknown', path: 'images/team/api:v7/files/a' }],
  ['compare', { page: 'compare' }],
  ['import', { page: 'import' }],
  ['sync', { page: 'sync' }],
  ['sync/plan/1f2e3d4c', { page: 'sync-plan', plan: '1f2e3d4c' }],
  ['sync/run/12', { page: 'sync-run', run: 12 }],
  ['sync/run/x', { page: 'unknown', path: 'sync/run/x' }],
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

test.each([
  ['team/api:v7', { repository: 'team/api', reference: 'v7' }],
  [`team/api@${DIGEST}`, { repository: 'team/api', reference: DIGEST }],
  ['team/api', undefined],
  [':v7', undefined],
  ['team/api:', undefined],
])('%j names %j', (name, image) => {
  expect(imageNamed(name)).toStrictEqual(image)
})

test.each([
  [{}, ''],
  [{ folder: '' }, ''],
  [{ folder: 'usr/lib', platform: 'linux/arm64' }, '?folder=usr/lib&platform=linux/arm64'],
  [{ from: DIGEST }, `?from=${DIGEST}`],
  [{ file: 'a b&c=d' }, '?file=a+b%26c%3Dd'],
])('%j is the query %j', (words, query) => {
  expect(queryOf({ page: 'files', repository: 'a', reference: 'v1', words })).toBe(query)
})
