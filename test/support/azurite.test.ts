import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import type { OpenContainer } from './azure-container.ts'
import { startAzurite } from './azurite.ts'
import { makeCertificate } from './certificate.ts'
import { temporaryFolder } from './folder.ts'
import { send } from './http-client.ts'
import { listening } from './listening.ts'
import { describeWith } from './tools.ts'

const BYTES = Buffer.from('some bytes')

async function put({ client }: OpenContainer, name: string): Promise<void> {
  await client.getBlockBlobClient(name).upload(BYTES, BYTES.length)
}

async function get({ client }: OpenContainer, name: string): Promise<Buffer> {
  return client.getBlockBlobClient(name).downloadToBuffer()
}

test('containers of one Azurite hold what was put in them and nothing else', async () => {
  await using azurite = await startAzurite()
  const [one, other] = [await azurite.container(), await azurite.container('named')]
  await put(one, 'a/b')
  expect(await get(one, 'a/b')).toEqual(BYTES)
  expect(await other.client.getBlockBlobClient('a/b').exists()).toBe(false)
  expect(other).toMatchObject({ container: 'named', url: azurite.url })
})

test('its folder goes when it is disposed of', async () => {
  const azurite = await startAzurite()
  expect(existsSync(azurite.folder)).toBe(true)
  await azurite[Symbol.asyncDispose]()
  expect(existsSync(azurite.folder)).toBe(false)
})

test.each([
  { end: 'stopped', act: 'stop', saved: false },
  { end: 'killed after it has saved', act: 'kill', saved: true },
] as const)(
  'one that was $end goes on where it was',
  { timeout: 60_000 },
  async ({ act, saved }) => {
    await using before = await startAzurite()
    const container = await before.container()
    await put(container, 'kept')
    if (saved) await before.saved()
    await before[act]()
    await expect(send(before.url)).rejects.toThrow('ECONNREFUSED')
    await using after = await startAzurite({ port: before.port, folder: before.folder })
    expect(after.url).toBe(before.url)
    expect(await get(container, 'kept')).toEqual(BYTES)
  },
)

test('one that is frozen does not answer before it is thawed', async () => {
  await using azurite = await startAzurite()
  azurite.freeze()
  await expect(fetch(azurite.url, { signal: AbortSignal.timeout(300) })).rejects.toThrow('timeout')
  const answer = send(azurite.url)
  azurite.thaw()
  expect((await answer).status).toBeGreaterThanOrEqual(400)
})

test('a port that was asked for and is taken is an error', async () => {
  await using other = await listening(createServer())
  await expect(startAzurite({ port: other.port })).rejects.toThrow('EADDRINUSE')
})

describeWith(['openssl'], 'an Azurite with a certificate', () => {
  test('speaks HTTPS', async () => {
    await using folder = await temporaryFolder('certificate')
    await using azurite = await startAzurite({ certificate: await makeCertificate(folder.path) })
    expect(azurite.url).toMatch(/^https:/)
    await expect(send(azurite.url)).rejects.toThrow('self-signed')
  })
})
