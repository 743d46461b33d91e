import { readdirSync } from 'node:fs'
import { type ClientRequest, request } from 'node:http'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { send } from '../support/http-client.ts'
import { type RunningRegistry, startRegistry } from '../support/registry-process.ts'
import { locationOf, uploadedBytes, withQuery } from '../support/upload-url.ts'
import { digestOf, sizedContent } from './content.ts'
import { seededRandom } from './random.ts'
import { STORAGES } from './storages.ts'

const mebibyte = 2 ** 20
const random = seededRandom(11)
let registry: RunningRegistry

describe.each(STORAGES)('on $name', ({ prepare }) => {
  const cleanUp = cleanUpAfterAll()

  beforeAll(async () => {
    registry = cleanUp.use(await startRegistry(await prepare(cleanUp)))
  })

  test.each([
    ['a PATCH with Content-Length', 'PATCH', { 'Content-Length': 4 * mebibyte }],
    ['a PATCH of unknown length', 'PATCH', { 'Transfer-Encoding': 'chunked' }],
    ['the final PUT', 'PUT', { 'Content-Length': 4 * mebibyte }],
  ] as const)(
    'a client that goes away in %s can take the upload up',
    async (_, method, headers) => {
      const { bytes, digest } = sizedContent(random, 4 * mebibyte)
      const location = await startUpload()
      const path = method === 'PUT' ? withQuery(location, `digest=${digest}`) : location
      await breakOff(path, method, headers, bytes.subarray(0, 3 * mebibyte))
      await resume(location, bytes)
      const put = await send(registry.url + withQuery(location, `digest=${digest}`), {
        method: 'PUT',
      })
      expect(put.status).toBe(201)
      const { body } = await send(`${registry.url}/v2/aborted/blobs/${digest}`)
      expect(digestOf(body)).toBe(digest)
    },
  )

  test('a client that goes away leaves no blob behind', async () => {
    const { bytes, digest } = sizedContent(random, 4 * mebibyte)
    const path = withQuery(await startUpload(), `digest=${digest}`)
    const headers = { 'Content-Length': bytes.length }
    await breakOff(path, 'PUT', headers, bytes.subarray(0, 3 * mebibyte))
    const { status } = await send(`${registry.url}/v2/aborted/blobs/${digest}`, { method: 'HEAD' })
    expect(status).toBe(404)
  })

  test('fifty clients that go away at once leave the server as it was', async () => {
    const { bytes } = sizedContent(random, mebibyte)
    const headers = { 'Content-Length': 2 * mebibyte }
    await Promise.all(
      Array.from({ length: 50 }, async () =>
        breakOff(await startUpload(), 'PATCH', headers, bytes),
      ),
    )
    expect((await send(`${registry.url}/v2/`)).status).toBe(200)
  })

  test.skipIf(process.platform !== 'linux')('clients that go away leave no file open', async () => {
    const { bytes, digest } = sizedContent(random, 8 * mebibyte)
    const put = withQuery(await startUpload(), `digest=${digest}`)
    await send(registry.url + put, { method: 'PUT', body: bytes })
    const before = openFiles()
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        await breakOffPull(`/v2/aborted/blobs/${digest}`)
        const headers = { 'Content-Length': 2 * mebibyte }
        await breakOff(await startUpload(), 'PATCH', headers, bytes.subarray(0, mebibyte))
      }),
    )
    await vi.waitFor(() => expect(openFiles()).toBeLessThanOrEqual(before), { timeout: 10_000 })
  })
})

/** What the server has open, sockets included. */
function openFiles(): number {
  return readdirSync(`/proc/${registry.pid}/fd`).length
}

/** Destroys the socket at the first bytes of the answer. */
function breakOffPull(path: string): Promise<void> {
  return new Promise((resolve) => {
    const outgoing = request(registry.url + path, { agent: false }, (answer) => {
      answer.once('data', () => outgoing.destroy())
    })
    outgoing.on('error', () => undefined)
    outgoing.on('close', () => resolve())
    outgoing.end()
  })
}

async function startUpload(): Promise<string> {
  return locationOf(await send(`${registry.url}/v2/aborted/blobs/uploads/`, { method: 'POST' }))
}

/** Sends a part of the body and destroys the socket when the system has taken all of that part. */
async function breakOff(
  path: string,
  method: string,
  headers: Readonly<Record<string, string | number>>,
  part: Buffer,
): Promise<void> {
  const outgoing = request(registry.url + path, { method, headers, agent: false })
  outgoing.on('error', () => undefined)
  await written(outgoing, part)
  const closed = new Promise((resolve) => outgoing.once('close', resolve))
  outgoing.destroy()
  await closed
}

function written(outgoing: ClientRequest, part: Buffer): Promise<void> {
  return new Promise((resolve) => void outgoing.write(part, () => resolve()))
}

/** Asks how far the upload came and sends the rest, again while the old request's bytes settle. */
async function resume(location: string, bytes: Buffer): Promise<void> {
  let status = 416
  for (let attempt = 0; status === 416 && attempt < 20; attempt++) {
    const progress = await send(registry.url + location)
    expect(progress.status).toBe(204)
    const offset = uploadedBytes(progress) ?? NaN
    const headers = { 'Content-Range': `${offset}-${bytes.length - 1}` }
    const body = bytes.subarray(offset)
    status = (await send(registry.url + location, { method: 'PATCH', headers, body })).status
  }
  expect(status).toBe(202)
}
