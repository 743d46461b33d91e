import { createServer } from 'node:net'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newBrowser, refusal, type Browser } from '../control/browser.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { beginHalf } from '../support/half-request.ts'
import { writeHtpasswd } from '../support/htpasswd.ts'
import { send } from '../support/http-client.ts'
import { listening } from '../support/listening.ts'
import { startOwnBerth, type OwnBerth } from '../support/own-berth.ts'

const cleanUp = cleanUpAfterAll()
const ALICE = { username: 'alice', password: 'wonderland-7' }
const LOGIN = { user: ALICE.username, password: ALICE.password }

const serve = (config: object = {}): Promise<OwnBerth> => startOwnBerth(cleanUp, { config })

async function enter({ url, link }: OwnBerth): Promise<Browser> {
  const browser = browserAt(url)
  await browser.get(`/${new URL(link()).search}`)
  return browser
}

const browserAt = (url: string): Browser =>
  newBrowser({ url, send: (path, options) => send(`${url}${path}`, options) })

test('the settings of now count, and who was in stays in', async () => {
  const served = await serve()
  const browser = await enter(served)
  expect(await browser.call('session.get', undefined)).toMatchObject({
    capabilities: expect.arrayContaining(['restart']),
  })
  const changes = [{ key: 'http.draintimeout', value: '3s' }] as const
  const waiting = await browser.call('settings.change', { changes })
  expect(waiting.settings).toContainEqual(expect.objectContaining({ inUse: '10s', value: '3s' }))
  await browser.call('registry.restart', undefined)
  await served.restarted(1)
  const { settings } = await browser.call('settings.get', undefined)
  expect(settings.filter(({ inUse }) => inUse !== undefined)).toEqual([])
  expect(settings).toContainEqual(expect.objectContaining({ value: '3s' }))
  const lines = await browser.call('logs.list', { limit: 100 })
  expect(lines).toContainEqual(expect.objectContaining({ message: expect.stringMatching(/link/) }))
  expect(lines).toContainEqual(
    expect.objectContaining({ message: expect.stringMatching(/^restarting/) }),
  )
  process.kill(served.pid, 'SIGTERM')
  expect(await served.end()).toBe(0)
})

test('where there are users now, everybody logs in', async () => {
  const served = await serve()
  const browser = await enter(served)
  const htpasswd = join(served.folder, 'htpasswd')
  await writeHtpasswd(htpasswd, [ALICE])
  await served.write({ auth: { htpasswd: { realm: 'berth', path: htpasswd } } })
  await browser.call('registry.restart', undefined)
  await served.restarted(1)
  expect(refusal(await browser.post('/api/rpc/session.get', {}))).toEqual([401, 'UNAUTHENTICATED'])
  expect((await browser.post('/api/login', LOGIN)).status).toBe(204)
  expect(await browser.call('session.get', undefined)).toMatchObject({ user: 'alice' })
})

test('settings that it cannot start with leave it as it was, and it says why', async () => {
  const served = await serve()
  const browser = await enter(served)
  const { port } = cleanUp.use(await listening(createServer()))
  const changes = [{ key: 'http.addr', value: `127.0.0.1:${port}` }] as const
  await browser.call('settings.change', { changes })
  await browser.call('registry.restart', undefined)
  await served.restarted(1)
  const { warnings } = await browser.call('registry.status', undefined)
  expect(warnings).toContainEqual({
    id: 'restart-failed',
    text: expect.stringContaining('went back'),
    hint: expect.stringMatching(new RegExp(`port ${port} .*is taken`)),
  })
  const { settings } = await browser.call('settings.get', undefined)
  expect(settings).toContainEqual(
    expect.objectContaining({ value: `127.0.0.1:${port}`, inUse: `127.0.0.1:${served.port}` }),
  )
  await browser.call('settings.change', {
    changes: [{ key: 'http.addr', value: `127.0.0.1:${served.port}` }],
  })
  await browser.call('registry.restart', undefined)
  await served.restarted(2)
  expect((await browser.call('registry.status', undefined)).warnings).toEqual([])
})

test('a file that cannot be read changes nothing', async () => {
  const served = await serve()
  const browser = await enter(served)
  await served.write({ log: { level: 'loud' } })
  const answer = await browser.post('/api/rpc/registry.restart', {})
  expect(refusal(answer)).toEqual([409, 'CONFLICT'])
  expect(answer.body.toString()).toContain('log.level: found')
  expect((await browser.call('registry.status', undefined)).state).toBe('running')
  expect(served.output()).not.toContain('restarting')
})

test('where nothing can be started any more it ends, with the reason', async () => {
  const { path } = cleanUp.use(await temporaryFolder('restart-users'))
  const htpasswd = join(path, 'htpasswd')
  await writeHtpasswd(htpasswd, [ALICE])
  const served = await serve({ auth: { htpasswd: { realm: 'berth', path: htpasswd } } })
  const browser = browserAt(served.url)
  await browser.post('/api/login', LOGIN)
  await rm(htpasswd)
  await mkdir(htpasswd)
  await browser.call('registry.restart', undefined)
  expect(await served.end()).toBe(2)
  expect(served.output()).toContain(htpasswd)
})

test('a signal in the middle of a restart ends it in order', async () => {
  const served = await serve()
  const browser = await enter(served)
  const upload = await send(`${served.url}/v2/app/blobs/uploads/`, { method: 'POST' })
  const { href } = new URL(upload.headers.location ?? '', served.url)
  const push = await beginHalf(href, Buffer.alloc(1_000_000), 500_000)
  await browser.call('registry.restart', undefined)
  // Whoever asks from now on finds nobody: it waits for the push.
  while (
    await send(`${served.url}/v2/`).then(
      () => true,
      () => false,
    )
  );
  process.kill(served.pid, 'SIGTERM')
  push.destroy()
  expect(await served.end()).toBe(0)
  expect(served.output()).not.toContain('Berth was restarted')
})
