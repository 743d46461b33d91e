import { randomUUID } from 'node:crypto'
import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { newBrowser, openByLogin, refusal } from './browser.ts'

const cleanUp = cleanUpAfterAll()
const { path: folder } = cleanUp.use(await temporaryFolder('console-login'))
const BOB = { username: 'bob', password: 'a quite different one' }

/** A server with users of its own. */
async function start(): Promise<TestServer & { readonly users: string }> {
  const users = join(folder, randomUUID())
  await writeHtpasswd(users, [ALICE, BOB])
  const config = { auth: { htpasswd: { realm: 'x', path: users } } }
  return { ...cleanUp.use(await startTestServer({ config })), users }
}

const server = await start()

test('a user of the registry gets in, and out again', async () => {
  const browser = newBrowser(server)
  expect(JSON.parse((await browser.get('/api/login')).body.toString())).toEqual({
    kind: 'password',
  })
  const { username: user, password } = ALICE
  const answer = await browser.post('/api/login', { user, password })
  expect(answer).toMatchObject({ status: 204 })
  expect(answer.headers['set-cookie']?.[0]).toMatch(/; Path=\/; .*HttpOnly; SameSite=Strict$/)
  expect(await browser.call('session.get', undefined)).toMatchObject({
    user: 'alice',
    capabilities: ['start-stop', 'login'],
  })

  const { cookie } = browser
  const out = await browser.post('/api/logout', {})
  expect(out).toMatchObject({ status: 204 })
  expect(browser.cookie).toBe('')
  const again = await browser.post('/api/rpc/session.get', {}, { cookie })
  expect(refusal(again)).toEqual([401, 'UNAUTHENTICATED'])
})

test('its link holds no secret, and a token opens nothing', async () => {
  expect(server.console?.link).toBe(`http://localhost:${server.port}/`)
  const answer = await newBrowser(server).get('/?token=abc')
  expect(answer).toMatchObject({ status: 303, headers: { location: '/?link=used' } })
})

test.each([
  ['the wrong password', { user: 'alice', password: 'guess' }, [401, 'UNAUTHENTICATED']],
  ['an unknown user', { user: 'carol', password: 'guess' }, [401, 'UNAUTHENTICATED']],
  ['a name with a colon', { user: 'alice:x', password: 'guess' }, [401, 'UNAUTHENTICATED']],
  ['no password', { user: 'alice' }, [400, 'INVALID_INPUT']],
  ['nothing', undefined, [400, 'INVALID_INPUT']],
])('%s does not get in', async (_what, credentials, expected) => {
  const answer = await newBrowser(server).post('/api/login', credentials)
  expect(refusal(answer)).toEqual(expected)
  expect(answer.headers['set-cookie']).toBeUndefined()
})

test('the cookie of a connection with TLS goes over no other', async () => {
  const headers = { 'x-forwarded-proto': 'https' }
  const { username: user, password } = ALICE
  const answer = await newBrowser(server).post('/api/login', { user, password }, headers)
  expect(answer.headers['set-cookie']?.[0]).toMatch(/; Secure$/)
})

test('after many failures somebody has to wait, here and at the registry', async () => {
  const other = await start()
  const browser = newBrowser(other)
  for (let count = 0; count < 10; count++) {
    const wrong = { user: 'alice', password: randomUUID() }
    expect((await browser.post('/api/login', wrong)).status).toBe(401)
  }
  const { username: user, password } = ALICE
  const answer = await browser.post('/api/login', { user, password })
  expect(refusal(answer)).toEqual([429, 'UNAVAILABLE'])
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  expect(await other.send('/v2/', { login: ALICE })).toMatchObject({ status: 429 })
})

test.each([
  ['is removed', []],
  ['gets another password', [{ ...ALICE, password: 'new' }]],
])('a user who %s is out, and nobody else', async (_what, alices) => {
  const other = await start()
  const [alice, bob] = [await openByLogin(other, ALICE), await openByLogin(other, BOB)]
  await alice.call('session.get', undefined)
  const bobs = (await readFile(other.users, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('bob'))
  await writeHtpasswd(other.users, alices)
  await appendFile(other.users, `${bobs.join('\n')}\n`)
  // The file is looked at ten times a second.
  for (;;) {
    const { status } = await alice.post('/api/rpc/session.get', {})
    if (status === 401) break
  }
  expect(await bob.call('session.get', undefined)).toMatchObject({ user: 'bob' })
})

test('a password for the console is one for the registry, and the other way round it is not asked', async () => {
  expect(await server.send('/', { headers: { accept: 'text/html' } })).toMatchObject({
    status: 200,
  })
  expect(await server.send('/v2/')).toMatchObject({ status: 401 })
  const basic = await server.send('/api/rpc/session.get', {
    method: 'POST',
    login: ALICE,
    headers: { 'content-type': 'application/json' },
  })
  expect(refusal(basic)).toEqual([401, 'UNAUTHENTICATED'])
})
