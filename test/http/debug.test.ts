import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'
import { send } from '../support/http-client.ts'
import { freePort } from '../support/port.ts'
import { startTestServer } from './server.ts'

async function startWatched(folder: string, more: object = {}) {
  const port = await freePort()
  const server = await startTestServer({
    folder,
    config: {
      http: { debug: { addr: `127.0.0.1:${port}`, ...more } },
      health: { storagedriver: { enabled: true, interval: '10ms', threshold: 2 } },
    },
  })
  const ask = (path: string, options = {}) => send(`http://127.0.0.1:${port}${path}`, options)
  return { ask, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

test('health has the form of Distribution', async () => {
  await using folder = await temporaryFolder('debug')
  await using watched = await startWatched(folder.path)
  const well = await watched.ask('/debug/health')
  expect(well.status).toBe(200)
  expect(well.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(well.body.toString()).toBe('{}')
  await rm(folder.path, { recursive: true })
  for (;;) {
    const { status, body } = await watched.ask('/debug/health')
    if (status === 200) continue
    expect(status).toBe(503)
    expect(JSON.parse(body.toString())).toEqual({ storagedriver_filesystem: expect.any(String) })
    break
  }
})

test('metrics are there only where they are enabled, and nothing else is', async () => {
  await using folder = await temporaryFolder('debug')
  await using watched = await startWatched(folder.path)
  const missing = await watched.ask('/metrics')
  expect([missing.status, missing.body.toString()]).toEqual([
    404,
    'there is nothing here: try /debug/health\n',
  ])
  expect((await watched.ask('/v2/')).status).toBe(404)
  expect((await watched.ask('/debug/health', { method: 'POST' })).status).toBe(405)
})

test('a path of its own, and no web page that points its name here', async () => {
  await using folder = await temporaryFolder('debug')
  await using watched = await startWatched(folder.path, {
    prometheus: { enabled: true, path: '/x' },
  })
  const { status, headers, body } = await watched.ask('/x')
  expect([status, headers['content-type']]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ])
  expect(body.toString()).toContain('# TYPE berth_storage_up gauge')
  const rebound = await watched.ask('/x', { headers: { Host: 'evil.example' } })
  expect(rebound.status).toBe(403)
})
