import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pushImage } from '../http/content.ts'
import { startTestServer, type Wishes } from '../http/server.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'

const { path } = cleanUpAfterAll().use(await temporaryFolder('settings'))
const folder = join(path, 'data')
const htpasswd = join(path, 'htpasswd')
await writeHtpasswd(htpasswd, [ALICE])
const login = { auth: { htpasswd: { realm: 'x', path: htpasswd } } }

async function restarted<T>(
  wishes: Wishes,
  use: (server: Awaited<ReturnType<typeof startTestServer>>) => Promise<T>,
): Promise<T> {
  await using server = await startTestServer({ folder, ...wishes })
  return await use(server)
}

test('what was pushed stays, and each start has its own settings', async () => {
  const image = await restarted({}, (server) => pushImage(server, 'a', 'latest'))
  const at = `/v2/a/manifests/${image.digest}`

  await restarted({ config: login }, async (server) => {
    expect(await server.send(at)).toMatchObject({ status: 401 })
    expect(await server.send(at, { login: ALICE })).toMatchObject({ status: 200 })
  })
  await restarted({ env: { REGISTRY_STORAGE_DELETE_ENABLED: 'false' } }, async (server) => {
    expect(await server.send(at, { method: 'DELETE' })).toMatchObject({ status: 405 })
  })
  await restarted({ config: { http: { prefix: '/below/' } } }, async (server) => {
    expect(await server.send(`/below${at}`)).toMatchObject({ status: 200 })
    expect(await server.send(`/below${at}`, { method: 'DELETE' })).toMatchObject({ status: 202 })
  })
  await restarted({}, async (server) => {
    expect(await server.send(at)).toMatchObject({ status: 404 })
  })
})
