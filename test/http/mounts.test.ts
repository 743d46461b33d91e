import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { NOWHERE, pushBlob } from './content.ts'
import { startTestServer } from './server.ts'

const server = cleanUpAfterAll().use(await startTestServer())
const bytes = randomBytes(50)
const { digest } = await pushBlob(server, 'from/here', bytes)

const mount = (name: string, query: string) =>
  server.send(`/v2/${name}/blobs/uploads/?${query}`, { method: 'POST' })

test.each([
  ['named', `mount=${digest}&from=from/here`],
  ['named with an encoded slash', `mount=${digest}&from=from%2Fhere`],
  ['not named', `mount=${digest}`],
  ['named empty', `mount=${digest}&from=`],
])('a blob is mounted from a repository that is %s', async (how, query) => {
  const name = `to/${how.replaceAll(' ', '-')}`
  const answer = await mount(name, query)
  expect(answer.status).toBe(201)
  expect(answer.headers).toMatchObject({
    'docker-content-digest': digest,
    location: `${server.url}/v2/${name}/blobs/${digest}`,
  })
  expect((await server.send(`/v2/${name}/blobs/${digest}`)).body).toEqual(bytes)
})

test.each([
  ['the blob is nowhere', `mount=${NOWHERE}&from=from/here`],
  ['the blob is nowhere and no repository is named', `mount=${NOWHERE}`],
  ['another repository has it', `mount=${digest}&from=from/there`],
  ['the repository cannot exist', `mount=${digest}&from=../Here`],
  ['the digest is none', 'mount=sha256:abc&from=from/here'],
  ['the digest is missing', 'mount=&from=from/here'],
  ['only the repository is named', 'from=from/here'],
])('where %s, a mount is an upload', async (_why, query) => {
  const answer = await mount('other', query)
  expect(answer.status).toBe(202)
  expect(answer.headers).toMatchObject({ range: '0-0' })
  const location = answer.headers.location ?? ''
  expect(await server.send(location, { method: 'PATCH', body: 'x' })).toMatchObject({ status: 202 })
})
