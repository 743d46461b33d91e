import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { createContainer, type OpenContainer } from '../support/azure-container.ts'
import { startAzurite } from '../support/azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { failure, NOWHERE, pushBlob, pushImage } from './content.ts'
import { startTestServer, type TestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()
const BYTES = randomBytes(100)

let azure: OpenContainer
let server: TestServer
let blob: string

/** A server on the one container, with this written about `storage.redirect`. */
async function start(redirect: object, config: object = {}): Promise<TestServer> {
  const wishes = { azure, config: { storage: { redirect }, ...config } }
  return cleanUp.use(await startTestServer(wishes))
}

beforeAll(async () => {
  const account = inject('azureAccount') ?? cleanUp.use(await startAzurite())
  azure = await createContainer(account)
  server = await start({ disable: false })
  const { digest } = await pushBlob(server, 'app', BYTES)
  blob = `/v2/app/blobs/${digest}`
})

const parts = (range: string | undefined) => (range === undefined ? {} : { headers: { range } })

test.each([
  ['all of it', undefined, 200, BYTES],
  ['a part', 'bytes=10-19', 206, BYTES.subarray(10, 20)],
  ['the rest', 'bytes=90-', 206, BYTES.subarray(90)],
])('a pull of a blob is sent to where its bytes are: %s', async (_, range, status, bytes) => {
  const answer = await server.send(blob, parts(range))
  expect([answer.status, answer.body.length]).toStrictEqual([307, 0])
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'docker-content-digest': blob.replace('/v2/app/blobs/', ''),
  })
  const { location = '' } = answer.headers
  expect(location.slice(0, azure.url.length)).toBe(azure.url)
  const elsewhere = await fetch(location, parts(range))
  expect(elsewhere.status).toBe(status)
  expect(Buffer.from(await elsewhere.arrayBuffer()).equals(bytes)).toBe(true)
})

/** What neither Azure nor Azurite knows. */
test('a part by its end is served from here', async () => {
  const answer = await server.send(blob, parts('bytes=-5'))
  expect(answer.status).toBe(206)
  expect(answer.headers['content-range']).toBe('bytes 95-99/100')
  expect(answer.body.equals(BYTES.subarray(-5))).toBe(true)
})

test('a client that follows gets the bytes', async () => {
  const answer = await fetch(new URL(blob, server.url))
  expect([answer.redirected, answer.status]).toStrictEqual([true, 200])
  expect(Buffer.from(await answer.arrayBuffer()).equals(BYTES)).toBe(true)
})

test('who asks for the size gets it from here', async () => {
  const answer = await server.send(blob, { method: 'HEAD' })
  expect(answer.status).toBe(200)
  expect(answer.headers['content-length']).toBe('100')
  expect(answer.headers).not.toHaveProperty('location')
})

test('who has it already is told so', async () => {
  const etag = `"${blob.replace('/v2/app/blobs/', '')}"`
  const answer = await server.send(blob, { headers: { 'if-none-match': etag } })
  expect(answer.status).toBe(304)
  expect(answer.headers).not.toHaveProperty('location')
})

test.each([
  ['that nobody has', `/v2/app/blobs/${NOWHERE}`],
  ['of another repository', undefined],
])('there is no way to a blob %s', async (_, path) => {
  const answer = await server.send(path ?? blob.replace('/app/', '/other/'))
  expect(failure(answer)).toStrictEqual([404, 'BLOB_UNKNOWN'])
  expect(answer.headers).not.toHaveProperty('location')
})

test('a manifest is served from here', async () => {
  await pushImage(server, 'app', 'tag')
  expect(await server.send('/v2/app/manifests/tag')).toMatchObject({ status: 200 })
})

test.each([
  ['unless it is asked for, over http', {}],
  ['where it is switched off', { disable: true }],
])('nobody is sent elsewhere %s', async (_, redirect) => {
  const other = await start(redirect)
  const answer = await other.send(blob)
  expect([answer.status, answer.headers.location]).toStrictEqual([200, undefined])
  expect(answer.body.equals(BYTES)).toBe(true)
})

test('the way is shown to who may pull, and needs no login itself', async () => {
  const file = join(cleanUp.use(await temporaryFolder('redirect')).path, 'htpasswd')
  await writeHtpasswd(file, [ALICE])
  const guarded = await start(
    { disable: false },
    { auth: { htpasswd: { realm: 'x', path: file } } },
  )
  const refused = await guarded.send(blob)
  expect([refused.status, refused.headers.location]).toStrictEqual([401, undefined])
  const { headers } = await guarded.send(blob, { login: ALICE })
  const elsewhere = await fetch(headers.location ?? '')
  expect(Buffer.from(await elsewhere.arrayBuffer()).equals(BYTES)).toBe(true)
})
