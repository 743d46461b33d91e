import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { errorCode, failure, imageManifest, json, putManifest } from './content.ts'
import { followPages } from './pages.ts'
import { startTestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()
const server = cleanUp.use(await startTestServer())
const image = await imageManifest(server, 'a/b')
const TAGS = ['10', '9', 'A', 'Z', '_', 'a', 'a-b', 'a.b', 'b']
for (const tag of TAGS.toReversed()) await putManifest(server, 'a/b', tag, image)

const list = (query = '') => server.send(`/v2/a/b/tags/list${query}`)

test.each([
  ['', TAGS, undefined],
  ['?n=3', ['10', '9', 'A'], '/v2/a/b/tags/list?n=3&last=A'],
  ['?n=3&last=A', ['Z', '_', 'a'], '/v2/a/b/tags/list?n=3&last=a'],
  ['?n=3&last=a-b', ['a.b', 'b'], undefined],
  ['?n=9', TAGS, undefined],
  ['?n=100', TAGS, undefined],
  ['?last=a', ['a-b', 'a.b', 'b'], undefined],
  ['?last=aa', ['b'], undefined],
  ['?last=', TAGS, undefined],
  ['?last=zzz', [], undefined],
  ['?n=0', [], undefined],
  ['?n=0&last=A', [], undefined],
])('tags/list%s', async (query, tags, next) => {
  const answer = await list(query)
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe('application/json')
  expect(json(answer)).toEqual({ name: 'a/b', tags })
  expect(answer.headers['link']).toBe(next && `<${next}>; rel="next"`)
})

test('the links lead through all tags', async () => {
  const pages = await followPages(server, '/v2/a/b/tags/list?n=2')
  expect(pages.flatMap((page) => (page as { tags: string[] }).tags)).toEqual(TAGS)
  expect(pages).toHaveLength(5)
})

test.each(['-1', 'x', '1.5', '', '1e3', '9'.repeat(30)])('n=%s is no number', async (n) => {
  expect(failure(await list(`?n=${n}`))).toEqual([400, 'PAGINATION_NUMBER_INVALID'])
})

test('HEAD has the headers alone', async () => {
  const path = '/v2/a/b/tags/list?n=1'
  const answer = await server.send(path, { method: 'HEAD' })
  expect(answer).toMatchObject({ status: 200, headers: { link: expect.stringContaining('next') } })
  expect(answer.body).toHaveLength(0)
})

test('a repository that nobody pushed to is unknown', async () => {
  const answer = await server.send('/v2/nobody/tags/list')
  expect(answer.status).toBe(404)
  expect(errorCode(answer)).toBe('NAME_UNKNOWN')
})

test('a repository without tags has an empty list', async () => {
  const manifest = await imageManifest(server, 'c')
  await putManifest(server, 'c', 'only', manifest)
  await server.send('/v2/c/manifests/only', { method: 'DELETE' })
  expect(json(await server.send('/v2/c/tags/list'))).toEqual({ name: 'c', tags: [] })
})

test('tags.maxtags is the longest page', async () => {
  const small = cleanUp.use(await startTestServer({ config: { tags: { maxtags: 2 } } }))
  const image = await imageManifest(small, 'a')
  for (const tag of ['x', 'y', 'z']) await putManifest(small, 'a', tag, image)
  for (const query of ['', '?n=1000']) {
    const answer = await small.send(`/v2/a/tags/list${query}`)
    expect(json(answer)).toEqual({ name: 'a', tags: ['x', 'y'] })
    const pages = await followPages(small, `/v2/a/tags/list${query}`)
    expect(pages.at(-1)).toEqual({ name: 'a', tags: ['z'] })
  }
})
