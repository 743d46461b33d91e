import { expect, test } from 'vitest'
import { OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { errorCode, imageManifest, putManifest } from './content.ts'
import { head, openRaw } from './raw.ts'
import { startTestServer } from './server.ts'

const server = cleanUpAfterAll().use(await startTestServer())
const LIMIT = 4 * 1024 * 1024

/** An image whose manifest has exactly `size` bytes. */
async function manifestOf(size: number): Promise<Buffer> {
  const image = Buffer.from(JSON.stringify(await imageManifest(server, 'a')))
  return Buffer.concat([image, Buffer.alloc(size - image.length, ' ')])
}

test('a manifest of 4 MiB is taken, and served', async () => {
  const bytes = await manifestOf(LIMIT)
  expect(await putManifest(server, 'a', 'large', bytes)).toMatchObject({ status: 201 })
  expect((await server.send('/v2/a/manifests/large')).body.equals(bytes)).toBe(true)
})

test('one byte more is too large', async () => {
  const answer = await putManifest(server, 'a', 'larger', await manifestOf(LIMIT + 1))
  expect(answer.status).toBe(413)
  expect(errorCode(answer)).toBe('SIZE_INVALID')
})

test('one byte more is too large without a length, too', async () => {
  const bytes = await manifestOf(LIMIT + 1)
  using raw = await openRaw(server.port)
  const headers = { 'Content-Type': OCI_MANIFEST, 'Transfer-Encoding': 'chunked' }
  raw.write(head('PUT /v2/a/manifests/larger', headers))
  raw.write(`${bytes.length.toString(16)}\r\n`)
  raw.write(bytes)
  raw.write('\r\n0\r\n\r\n')
  expect(await raw.received(/SIZE_INVALID/)).toMatch(/^HTTP\/1\.1 413 /)
  // What was left was read: the connection is good for another request.
  raw.write(head('GET /v2/'))
  expect(await raw.received(/HTTP\/1\.1 200 /)).toContain('{}')
})
