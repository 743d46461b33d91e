import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { head, openRaw } from './raw.ts'
import { startTestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()
const { path: folder } = cleanUp.use(await temporaryFolder('expect'))
const file = join(folder, 'htpasswd')
await writeHtpasswd(file, [ALICE])
const server = cleanUp.use(
  await startTestServer({ config: { auth: { htpasswd: { realm: 'x', path: file } } } }),
)
const basic = ({ username, password }: typeof ALICE): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
const right = basic(ALICE)
const START = '/v2/a/blobs/uploads/'

async function newUpload(): Promise<string> {
  const answer = await server.send(START, { method: 'POST', login: ALICE })
  return new URL(answer.headers.location ?? '').pathname
}

test('a client that may push is invited to send its bytes', async () => {
  using raw = await openRaw(server.port)
  const headers = { Authorization: right, Expect: '100-continue', 'Content-Length': '3' }
  raw.write(head(`PATCH ${await newUpload()}`, headers))
  expect(await raw.received(/\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  raw.write('abc')
  const answer = await raw.received(/202 Accepted[^]*\r\n\r\n$/)
  expect(answer).toContain('Range: 0-2')
})

test.each([
  ['whose login is wrong', 401, () => basic({ ...ALICE, password: 'x' }), newUpload, '3', ''],
  ['without a login', 401, () => '', newUpload, '3', ''],
  ['whose upload is unknown', 404, () => right, async () => `${START}x`, '3', ''],
  ['whose chunk is out of order', 416, () => right, newUpload, '3', '5-7'],
  ['whose range is none', 400, () => right, newUpload, '3', 'x'],
  ['whose manifest is too large', 413, () => right, async () => '/v2/a/manifests/x', '5000000', ''],
])('a client %s is not', async (_which, status, login, path, length, range) => {
  using raw = await openRaw(server.port)
  const method = status === 413 ? 'PUT' : 'PATCH'
  raw.write(
    head(`${method} ${await path()}`, {
      ...(login() && { Authorization: login() }),
      ...(range && { 'Content-Range': range }),
      'Content-Type': OCI_MANIFEST,
      'Content-Length': length,
      Expect: '100-continue',
    }),
  )
  const answer = await raw.ended()
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(answer).toMatch(/^Connection: close\r$/m)
  expect(answer).toContain('"errors"')
})

test('an expectation that nobody knows is refused', async () => {
  using raw = await openRaw(server.port)
  raw.write(head('GET /v2/', { Expect: 'the-moon' }))
  expect(await raw.received(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 417 /)
})
