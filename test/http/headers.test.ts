import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startTestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()
const plain = cleanUp.use(await startTestServer())
const server = cleanUp.use(
  await startTestServer({
    config: {
      http: {
        headers: {
          'X-Content-Type-Options': ['nosniff'],
          'Strict-Transport-Security': ['max-age=1'],
          'X-Several': ['one', 'two'],
        },
      },
    },
  }),
)

test.each(['/v2/', '/v2/a/tags/list', '/elsewhere'])(
  'http.headers are sent with %s',
  async (path) => {
    const { headers } = await server.send(path)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=1',
      'x-several': 'one, two',
      'docker-distribution-api-version': 'registry/2.0',
    })
  },
)

test('no browser guesses a type', async () => {
  const { headers } = await plain.send('/v2/')
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' })
})

test('every answer has an id of its own', async () => {
  const answers = await Promise.all([plain.send('/v2/'), plain.send('/v2/'), plain.send('/x')])
  expect(new Set(answers.map(({ headers }) => headers['x-request-id'])).size).toBe(3)
})
