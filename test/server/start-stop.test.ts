import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { pushImage, startUpload, type Reference } from '../http/content.ts'
import { head, openRaw } from '../http/raw.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'

const { path: folder } = cleanUpAfterAll().use(await temporaryFolder('start-stop'))
const htpasswd = join(folder, 'htpasswd')
await writeHtpasswd(htpasswd, [ALICE])

/** Starts a server with everything that it can have, uses it and stops it. */
async function live(): Promise<void> {
  const config = { auth: { htpasswd: { realm: 'x', path: htpasswd } } }
  await using server = await startTestServer({ folder: join(folder, 'data'), config })
  const loggedIn: TestServer = {
    ...server,
    send: (target, options) => server.send(target, { ...options, login: ALICE }),
  }
  await pushImage(loggedIn, 'a', 'latest')
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** What a process holds on to: open files, what keeps its loop alive, bytes. */
function held() {
  collect()
  return {
    files: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
    resources: process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout').length,
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
    heap: process.memoryUsage().heapUsed,
  }
}

test('starts and stops 50 times and leaves nothing behind', async () => {
  for (let round = 0; round < 10; round++) await live()
  const before = held()
  for (let round = 0; round < 50; round++) await live()
  const after = held()
  expect(after.files - before.files).toBeLessThanOrEqual(2)
  expect(after.resources - before.resources).toBeLessThanOrEqual(2)
  expect(after.timers - before.timers).toBeLessThanOrEqual(2)
  // A server that stayed would be some 100 KiB, fifty of them 5 MiB.
  expect(after.heap - before.heap).toBeLessThan(3 * 1024 * 1024)
}, 60_000)

test('whoever stops it a second time waits for the first', async () => {
  await using folder = await temporaryFolder('stop')
  await using server = await startTestServer({ folder: folder.path })
  const { pathname } = new URL(await startUpload(server, 'a'))
  using raw = await openRaw(server.port)
  raw.write(head(`PATCH ${pathname}`, { 'Content-Length': '3', Expect: '100-continue' }))
  await raw.received(/100 Continue/)
  const both = Promise.all([server.stop(), server.stop()])
  await expect(openRaw(server.port)).rejects.toThrow('ECONNREFUSED')
  // What it holds is still its own while a request is under way.
  for (let attempt = 0; attempt < 20; attempt++) {
    await expect(startTestServer({ folder: folder.path })).rejects.toThrow('in use')
  }
  raw.write('abc')
  expect(await raw.ended()).toContain('202 Accepted')
  await both
})

test('two servers in one process keep to themselves', async () => {
  await using one = await startTestServer()
  await using two = await startTestServer()
  const image: Reference = await pushImage(one, 'a', 'latest')
  expect(await one.send(`/v2/a/manifests/${image.digest}`)).toMatchObject({ status: 200 })
  expect(await two.send(`/v2/a/manifests/${image.digest}`)).toMatchObject({ status: 404 })
})
