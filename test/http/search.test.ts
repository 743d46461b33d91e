import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { json, pushImage } from './content.ts'
import { startTestServer } from './server.ts'

const server = cleanUpAfterAll().use(await startTestServer())
for (const name of ['team/app', 'team/app-db', 'tools']) await pushImage(server, name, 'latest')

const result = (name: string) => ({
  name,
  description: '',
  star_count: 0,
  is_official: false,
  is_automated: false,
})

test('docker search finds a registry of its own', async () => {
  const answer = await server.send('/v1/_ping')
  expect(answer.status).toBe(200)
  expect(answer.headers['x-docker-registry-standalone']).toBe('true')
})

test.each([
  ['q=app&n=25', 'app', ['team/app', 'team/app-db']],
  ['q=APP', 'APP', ['team/app', 'team/app-db']],
  ['q=team/app&n=1', 'team/app', ['team/app']],
  ['q=nothing', 'nothing', []],
  ['q=&n=25', '', ['team/app', 'team/app-db', 'tools']],
  ['', '', ['team/app', 'team/app-db', 'tools']],
])('search?%s', async (query, text, names) => {
  const answer = await server.send(`/v1/search?${query}`)
  expect(answer.status).toBe(200)
  expect(json(answer)).toEqual({
    query: text,
    num_results: names.length,
    results: names.map(result),
  })
})
