import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AuditEntry } from '../../server/control/audit-contract.ts'
import { newBrowser, openByLogin, type Browser } from '../control/browser.ts'
import { pushBlob } from '../http/content.ts'
import { startTestServer } from '../http/server.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { asking, newImage, pushImage, type Ask } from '../support/http-image.ts'
import { digestOf } from '../support/snapshot.ts'

async function startAudited(folder: string) {
  const users = join(folder, 'users')
  const path = join(folder, 'audit.log')
  await writeHtpasswd(users, [ALICE])
  const server = await startTestServer({
    config: { auth: { htpasswd: { realm: 'x', path: users } }, log: { audit: { path } } },
  })
  return { server, path, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const audited = async (browser: Browser): Promise<readonly AuditEntry[]> => {
  const { entries } = await browser.call('audit.list', { limit: 100 })
  return entries.toReversed()
}

const asAlice =
  (ask: Ask): Ask =>
  (method, path, options) =>
    ask(method, path, { ...options, login: ALICE })

test('tells what clients change', async () => {
  await using folder = await temporaryFolder('audited')
  await using at = await startAudited(folder.path)
  const ask = asAlice(asking(at.server.url))
  const image = newImage()
  await pushImage(ask, 'team/app', 'v1', image)
  await ask('GET', '/v2/team/app/manifests/v1')
  const digest = digestOf(image.manifest)
  await ask('DELETE', '/v2/team/app/manifests/v1')
  await ask('DELETE', `/v2/team/app/manifests/${digest}`)
  const blob = digestOf(image.blobs[0] ?? Buffer.alloc(0))
  await ask('DELETE', `/v2/team/app/blobs/${blob}`)
  const browser = await openByLogin(at.server, ALICE)
  const by = { via: 'client', user: 'alice', remote: '127.0.0.1', repository: 'team/app' }
  expect(await audited(browser)).toMatchObject([
    { ...by, action: 'push', tag: 'v1', digest },
    { ...by, action: 'delete', tag: 'v1' },
    { ...by, action: 'delete', digest },
    { ...by, action: 'delete-blob', digest: blob },
    { via: 'console', action: 'login', user: 'alice', remote: '127.0.0.1' },
  ])
})

test('tells what the console changes, and what it was refused', async () => {
  await using folder = await temporaryFolder('audited')
  await using at = await startAudited(folder.path)
  await pushImage(asAlice(asking(at.server.url)), 'team/app', 'v1', newImage())
  const browser = await openByLogin(at.server, ALICE)
  await browser.call('tags.add', { repository: 'team/app', from: 'v1', tag: 'v2' })
  await browser.call('tags.delete', { repository: 'team/app', tags: ['v2'] })
  const again = { repository: 'team/none', from: 'v1', tag: 'v2' }
  await browser.post('/api/rpc/tags.add', again)
  const [added, deleted, refused] = (await audited(browser)).slice(-3)
  const by = { via: 'console', user: 'alice', remote: '127.0.0.1' }
  expect(added).toMatchObject({ ...by, action: 'tags.add' })
  expect(added?.failure).toBeUndefined()
  expect(deleted).toMatchObject({ repository: 'team/app', details: '{"tags":["v2"]}' })
  expect(refused).toMatchObject({ ...by, action: 'tags.add', failure: expect.any(String) })
})

test('tells of logins that failed, by the names that there are', async () => {
  await using folder = await temporaryFolder('audited')
  await using at = await startAudited(folder.path)
  const ask = asking(at.server.url)
  await ask('GET', '/v2/')
  await ask('GET', '/v2/', { login: { username: 'alice', password: 'p4ssw0rd' } })
  await ask('GET', '/v2/', { login: { username: 'hunter2', password: 'p4ssw0rd' } })
  const browser = newBrowser(at.server)
  await browser.post('/api/login', { user: 'hunter2', password: 'p4ssw0rd' })
  await browser.post('/api/login', { user: 'alice', password: 'p4ssw0rd' })
  const failures = await audited(await openByLogin(at.server, ALICE))
  const remote = '127.0.0.1'
  expect(failures.map(({ action, via, user }) => [action, via, user])).toEqual([
    ['login-failed', 'client', 'alice'],
    ['login-failed', 'client', undefined],
    ['login-failed', 'console', undefined],
    ['login-failed', 'console', 'alice'],
    ['login', 'console', 'alice'],
  ])
  expect(failures.every((failure) => failure.remote === remote)).toBe(true)
  const text = await readFile(at.path, 'utf8')
  for (const secret of ['p4ssw0rd', 'hunter2', ALICE.password]) expect(text).not.toContain(secret)
})

test('where none is kept the console says so', async () => {
  await using server = await startTestServer({ config: { log: { audit: { enabled: false } } } })
  const browser = newBrowser(server)
  await browser.get(server.console?.link ?? '')
  await pushBlob(server, 'a')
  expect(await browser.call('audit.list', { limit: 10 })).toEqual({ entries: [] })
})
