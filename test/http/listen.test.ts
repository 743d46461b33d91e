import { link, readFile, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AddressTaken } from '../../server/http/listen.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { head, openRaw } from './raw.ts'
import { startTestServer } from './server.ts'

const { path: folder } = cleanUpAfterAll().use(await temporaryFolder('listen'))
const atSocket = (path: string) =>
  startTestServer({ config: { http: { net: 'unix', addr: path } } })

/** Asks whoever answers at a socket. */
async function ask(path: string): Promise<string> {
  using raw = await openRaw(path)
  raw.write(head('GET /v2/', { Connection: 'close' }))
  return await raw.ended()
}

test('a port that is taken is named, and who has it keeps it', async () => {
  await using first = await startTestServer()
  const { port } = first
  const second = startTestServer({ port })
  await expect(second).rejects.toThrow(`port ${port} of 127.0.0.1 is taken`)
  await expect(second).rejects.toBeInstanceOf(AddressTaken)
  await expect(second).rejects.toMatchObject({ port })
  expect(await first.send('/v2/')).toMatchObject({ status: 200 })
})

test('a folder is free again after its server found no port', async () => {
  await using first = await startTestServer()
  await using free = await temporaryFolder('retry')
  await expect(startTestServer({ port: first.port, folder: free.path })).rejects.toThrow('taken')
  await using second = await startTestServer({ folder: free.path })
  expect(await second.send('/v2/')).toMatchObject({ status: 200 })
})

test('listens on every loopback address of this machine, with one port', async () => {
  await using server = await startTestServer({ config: { http: { addr: 'localhost:0' } } })
  const names = server.urls.map((url) => new URL(url).hostname)
  const families = Object.values(networkInterfaces()).flat()
  const hasIpv6 = families.some((at) => at?.address === '::1')
  expect(names).toEqual(hasIpv6 ? ['127.0.0.1', '[::1]'] : ['127.0.0.1'])
  for (const url of server.urls) {
    expect(new URL(url).port).toBe(String(server.port))
    expect(await server.send(`${url}/v2/`)).toMatchObject({ status: 200 })
  }
})

test('serves on a socket, which is gone afterwards', async () => {
  const path = join(folder, 'plain.sock')
  const server = await atSocket(path)
  expect(server.url).toBe(path)
  expect(await ask(path)).toMatch(/^HTTP\/1\.1 200 /)
  await server[Symbol.asyncDispose]()
  await expect(openRaw(path)).rejects.toThrow('ENOENT')
})

test('takes the place of a socket that nobody answers', async () => {
  const path = join(folder, 'stale.sock')
  const dead = createServer().listen(`${path}.old`)
  await once(dead, 'listening')
  // Its server removes only the name that it knows.
  await link(`${path}.old`, path)
  await new Promise((resolve) => dead.close(resolve))
  await using server = await atSocket(path)
  expect(server.url).toBe(path)
  expect(await ask(path)).toMatch(/^HTTP\/1\.1 200 /)
})

test('does not take a socket from a server that answers', async () => {
  const path = join(folder, 'busy.sock')
  await using first = await atSocket(path)
  expect(first.url).toBe(path)
  await expect(atSocket(path)).rejects.toThrow(`${path} is taken`)
  expect(await ask(path)).toMatch(/^HTTP\/1\.1 200 /)
})

test('does not take the place of a file', async () => {
  const path = join(folder, 'precious.txt')
  await writeFile(path, 'precious')
  await expect(atSocket(path)).rejects.toThrow(`${path} is taken`)
  expect(await readFile(path, 'utf8')).toBe('precious')
})
