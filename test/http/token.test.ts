import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { writeHtpasswd } from '../support/htpasswd.ts'
import { startGuarded, userNamed } from './access.ts'
import { failure, json, pushImage } from './content.ts'
import { startTestServer } from './server.ts'

const ALL = ['pull', 'push', 'delete']
const RULES = [
  { users: ['alice'], repositories: ['**'], actions: ALL },
  { users: ['anonymous', '*'], repositories: ['public/**'], actions: ['pull'] },
]

const cleanUp = cleanUpAfterAll()
const guarded = cleanUp.use(await startGuarded(['alice', 'bob'], RULES))
const { server } = guarded
await pushImage(guarded.as('alice'), 'public/app', 'latest')
await pushImage(guarded.as('alice'), 'closed/app', 'latest')

interface TokenAnswer {
  readonly token: string
  readonly access_token: string
  readonly expires_in: number
  readonly issued_at: string
}

const fetchToken = async (user?: string, query = '?service=berth'): Promise<TokenAnswer> =>
  json(await guarded.ask(user, `/v2/token${query}`)) as TokenAnswer
const withToken = (token: string, target: string, method = 'GET') =>
  server.send(target, { method, headers: { authorization: `Bearer ${token}` } })

test.each([
  ['/v2/', ''],
  ['/v2/closed/app/tags/list', ',scope="repository:closed/app:pull",error="insufficient_scope"'],
])('%s without a login tells where tokens are', async (target, rest) => {
  const answer = await server.send(target)
  expect(failure(answer)).toEqual([401, 'UNAUTHORIZED'])
  expect(answer.headers['www-authenticate']).toBe(
    `Bearer realm="${server.url}/v2/token",service="berth"${rest}`,
  )
})

test('the address is the one that the client used', async () => {
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'images.example.com' }
  const answer = await server.send('/v2/', { headers })
  expect(answer.headers['www-authenticate']).toContain('"https://images.example.com/v2/token"')
})

test('it is absolute and below the prefix whatever else is relative', async () => {
  const http = { prefix: '/registry/', relativeurls: true }
  await using other = await startGuarded(['alice'], RULES, {
    http: { ...http, addr: '127.0.0.1:0' },
  })
  const answer = await other.server.send('/registry/v2/')
  expect(answer.headers['www-authenticate']).toContain(`"${other.server.url}/registry/v2/token"`)
})

test('a token has the form that clients know', async () => {
  const before = Math.floor(Date.now() / 1000) * 1000
  const { token, access_token: same, expires_in: life, issued_at: at } = await fetchToken('alice')
  expect(same).toBe(token)
  expect(life).toBe(300)
  expect(Date.parse(at)).toBeGreaterThanOrEqual(before)
})

test.each([
  ['alice', '/v2/closed/app/tags/list', 200],
  ['alice', '/v2/', 200],
  ['bob', '/v2/', 200],
  ['bob', '/v2/public/app/tags/list', 200],
  ['bob', '/v2/closed/app/tags/list', 403],
  [undefined, '/v2/', 200],
  [undefined, '/v2/public/app/manifests/latest', 200],
  [undefined, '/v2/closed/app/manifests/latest', 401],
])('with a token of %s, %s answers %i', async (user, target, status) => {
  const { token } = await fetchToken(user)
  expect((await withToken(token, target)).status).toBe(status)
})

test('a password does without a token', async () => {
  expect(await guarded.ask('alice', '/v2/closed/app/tags/list')).toMatchObject({ status: 200 })
})

test('a wrong password gets no token', async () => {
  const answer = await server.send('/v2/token', { login: { ...userNamed('alice'), password: 'x' } })
  expect(failure(answer)).toEqual([401, 'UNAUTHORIZED'])
  expect(answer.headers['www-authenticate']).toMatch(/^Basic /)
})

test('OAuth 2 is not there, so that clients ask the other way', async () => {
  expect(await server.send('/v2/token', { method: 'POST', body: 'x=y' })).toMatchObject({
    status: 404,
  })
})

test.each([
  ['another seal', (token: string) => `${token.split('.')[0]}.${'A'.repeat(43)}`],
  ['no seal', (token: string) => token.split('.')[0] ?? ''],
  ['another user', (token: string) => `${claims({ sub: 'bob' })}.${token.split('.')[1]}`],
  ['no user', (token: string) => `${claims({})}.${token.split('.')[1]}`],
  ['nonsense', () => 'nonsense'],
])('a token with %s opens nothing', async (_what, forge) => {
  const { token } = await fetchToken('alice')
  const answer = await withToken(forge(token), '/v2/')
  expect(failure(answer)).toEqual([401, 'UNAUTHORIZED'])
  expect(answer.headers['www-authenticate']).toContain('error="invalid_token"')
})

function claims(who: object): string {
  const iat = Math.floor(Date.now() / 1000)
  return Buffer.from(JSON.stringify({ ...who, iat })).toString('base64url')
}

describe('the tokens of a user end', () => {
  test('with another password, those of others do not', async () => {
    await using own = await startGuarded(['alice', 'bob'], RULES)
    const tokenOf = async (user: string) =>
      (json(await own.ask(user, '/v2/token')) as TokenAnswer).token
    const [alice, bob] = [await tokenOf('alice'), await tokenOf('bob')]
    const lines = await readFile(own.htpasswd, 'utf8')
    await writeHtpasswd(own.htpasswd, [{ username: 'alice', password: 'another' }])
    await appendFile(own.htpasswd, lines.split('\n').find((line) => line.startsWith('bob:')) + '\n')
    const statusWith = async (token: string) =>
      (await own.server.send('/v2/', { headers: { authorization: `Bearer ${token}` } })).status
    await expect.poll(() => statusWith(alice)).toBe(401)
    expect(await statusWith(bob)).toBe(200)
  })

  test('when the user is disabled', async () => {
    await using own = await startGuarded(['alice', 'bob'], RULES, {
      http: { addr: '127.0.0.1:0', secret: 's' },
    })
    const { token } = json(await own.ask('alice', '/v2/token')) as TokenAnswer
    const lines = await readFile(own.htpasswd, 'utf8')
    await writeFile(own.htpasswd, lines.replace('alice:', '#berth-disabled alice:'))
    const send = () => own.server.send('/v2/', { headers: { authorization: `Bearer ${token}` } })
    await expect.poll(async () => (await send()).status).toBe(401)
  })
})

test("instances over the same users take each other's tokens where they share a secret", async () => {
  const auth = { htpasswd: { realm: 'berth', path: guarded.htpasswd } }
  const start = (secret?: string) =>
    startTestServer({
      config: { auth, access: RULES, http: { addr: '127.0.0.1:0', ...(secret && { secret }) } },
    })
  await using first = await start('shared')
  await using same = await start('shared')
  await using other = await start('another')
  await using alone = await start()
  const given = await first.send('/v2/token', { login: userNamed('alice') })
  const { token } = json(given) as TokenAnswer
  const headers = { authorization: `Bearer ${token}` }
  expect(await same.send('/v2/', { headers })).toMatchObject({ status: 200 })
  expect(await other.send('/v2/', { headers })).toMatchObject({ status: 401 })
  expect(await alone.send('/v2/', { headers })).toMatchObject({ status: 401 })
})

describe('where nothing is left to people without a login', () => {
  const rules = RULES.slice(0, 1)

  test('there are no tokens', async () => {
    await using plain = await startGuarded(['alice'], rules)
    const answer = await plain.server.send('/v2/')
    expect(answer.headers['www-authenticate']).toMatch(/^Basic /)
    expect(await plain.ask('alice', '/v2/token')).toMatchObject({ status: 404 })
  })

  test('there are, if they are wished for, for users alone', async () => {
    await using forced = await startGuarded(['alice'], rules, {})
    const auth = { htpasswd: { realm: 'x', path: forced.htpasswd, tokens: true } }
    await using own = await startTestServer({ config: { auth, access: rules } })
    expect((await own.send('/v2/')).headers['www-authenticate']).toMatch(/^Bearer /)
    expect(await own.send('/v2/token')).toMatchObject({ status: 401 })
    const given = await own.send('/v2/token', { login: userNamed('alice') })
    const { token } = json(given) as TokenAnswer
    const headers = { authorization: `Bearer ${token}` }
    expect(await own.send('/v2/', { headers })).toMatchObject({ status: 200 })
  })
})

test('without users the rules are about everybody', async () => {
  const access = [{ users: ['anonymous'], repositories: ['open/**'], actions: ALL }]
  await using open = await startTestServer({ config: { access } })
  expect(await open.send('/v2/')).toMatchObject({ status: 200 })
  await pushImage(open, 'open/app', 'latest')
  const answer = await open.send('/v2/elsewhere/blobs/uploads/', { method: 'POST' })
  expect(failure(answer)).toEqual([403, 'DENIED'])
})
