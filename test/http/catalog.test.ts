import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { failure, json, pushImage, startUpload } from './content.ts'
import { followPages } from './pages.ts'
import { startTestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()
const server = cleanUp.use(await startTestServer({ config: { catalog: { maxentries: 4 } } }))
const empty = cleanUp.use(await startTestServer())
/** In the order of their folders. */
const NAMES = ['a', 'a/b', 'a/b/c', 'a-b', 'b/c', 'b/d', 'x/app']
for (const name of NAMES.toReversed()) await pushImage(server, name, 'latest')
await startUpload(server, 'only/started')

const list = (query = '') => server.send(`/v2/_catalog${query}`)

test('an empty registry has an empty catalogue', async () => {
  expect(json(await empty.send('/v2/_catalog'))).toEqual({ repositories: [] })
})

test.each([
  ['', NAMES.slice(0, 4), '/v2/_catalog?last=a-b&n=4'],
  ['?n=1000', NAMES.slice(0, 4), '/v2/_catalog?n=4&last=a-b'],
  ['?n=2', NAMES.slice(0, 2), '/v2/_catalog?n=2&last=a%2Fb'],
  ['?n=2&last=a/b', NAMES.slice(2, 4), '/v2/_catalog?n=2&last=a-b'],
  ['?n=3&last=a-b', NAMES.slice(4), undefined],
  ['?last=x/app', [], undefined],
  ['?n=0', [], undefined],
])('_catalog%s', async (query, repositories, next) => {
  const answer = await list(query)
  expect(answer.status).toBe(200)
  expect(json(answer)).toEqual({ repositories })
  expect(answer.headers['link']).toBe(next && `<${next}>; rel="next"`)
})

test.each(['', '?n=1', '?n=3'])('the links lead to the end from _catalog%s', async (query) => {
  const pages = await followPages(server, `/v2/_catalog${query}`)
  const all = pages.flatMap((page) => (page as { repositories: string[] }).repositories)
  expect(all).toEqual(NAMES)
})

test('n must be a number', async () => {
  expect(failure(await list('?n=many'))).toEqual([400, 'PAGINATION_NUMBER_INVALID'])
})
