import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { newBrowser, openByLink, refusal } from './browser.ts'

const cleanUp = cleanUpAfterAll()
const start = async (config: object = {}): Promise<TestServer> =>
  cleanUp.use(
    await startTestServer({ config: { log: { accesslog: { disabled: false } }, ...config } }),
  )

const linkOf = ({ console }: TestServer): URL => new URL(console?.link ?? '')

test('the link opens the console, and the secret is out of the address at once', async () => {
  const server = await start()
  const browser = newBrowser(server)
  const link = linkOf(server)
  expect(link.href).toMatch(/^http:\/\/localhost:\d+\/\?token=[\w-]{43}$/)
  const answer = await browser.get(link.pathname + link.search)
  expect(answer).toMatchObject({ status: 303, headers: { location: '/' } })
  expect(answer.headers['set-cookie']).toEqual([
    expect.stringMatching(
      /^berth_session_\d+=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/,
    ),
  ])
  expect(await browser.call('session.get', undefined)).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    capabilities: ['start-stop'],
  })
})

test('a used link opens nothing; the next one is told', async () => {
  const server = await start()
  await openByLink(server)
  const { search } = linkOf(server)
  const late = newBrowser(server)
  const answer = await late.get(`/${search}`)
  expect(answer).toMatchObject({ status: 303, headers: { location: '/?link=used' } })
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect(refusal(await late.post('/api/rpc/session.get', {}))).toEqual([401, 'UNAUTHENTICATED'])

  expect(server.nextLinks).toHaveLength(1)
  expect(server.nextLinks[0]).not.toContain(search)
  const next = await openByLink(server)
  await next.call('session.get', undefined)
  expect(server.nextLinks).toHaveLength(2)
})

test('whoever is in is not thrown out by an old link', async () => {
  const server = await start()
  const browser = await openByLink(server)
  const answer = await browser.get(`/${linkOf(server).search}`)
  expect(answer).toMatchObject({ status: 303, headers: { location: '/' } })
  await browser.call('session.get', undefined)
})

test.each(['?token=', '?token=abc', `?token=${'a'.repeat(43)}`, '?token=%ff&token=b'])(
  'a wrong one opens nothing: %s',
  async (query) => {
    const server = await start()
    const answer = await newBrowser(server).get(`/${query}`)
    expect(answer).toMatchObject({ status: 303, headers: { location: '/?link=used' } })
    expect(answer.headers['set-cookie']).toBeUndefined()
    // And it has not used the right one up.
    await (await openByLink(server)).call('session.get', undefined)
  },
)

test('looking at the link without opening it does not use it up', async () => {
  const server = await start()
  const { href } = linkOf(server)
  await server.send(href.replace('localhost', '127.0.0.1'), { method: 'HEAD' })
  expect(server.nextLinks).toEqual([])
  expect((await openByLink(server)).cookie).not.toBe('')
})

test('no secret gets into the log', async () => {
  const server = await start()
  const browser = await openByLink(server)
  await browser.get('/?token=guessed-by-somebody')
  // A registry's own answer, with a line in the access log.
  await server.send('/v2/?token=guessed-by-somebody')
  await browser.call('registry.status', undefined)
  await server.stop()
  const log = server.log.join('\n')
  expect(log).toContain('console: opened by its link')
  expect(log).toContain('/v2/?token=[redacted]')
  const links = [linkOf(server).href, ...server.nextLinks]
  const secrets = links.map((link) => new URL(link).searchParams.get('token') ?? '')
  expect(secrets).toHaveLength(2)
  for (const secret of [...secrets, browser.cookie, 'guessed-by-somebody']) {
    expect(log).not.toContain(secret)
  }
})

test('it says how people get in', async () => {
  const answer = await newBrowser(await start()).get('/api/login')
  expect(JSON.parse(answer.body.toString())).toEqual({ kind: 'link' })
})

test('there is nobody to log in as', async () => {
  const browser = newBrowser(await start())
  const answer = await browser.post('/api/login', { user: 'alice', password: 'x' })
  expect(refusal(answer)).toEqual([403, 'FORBIDDEN'])
})

test('below a prefix it lies there, and so does its cookie', async () => {
  const server = await start({ http: { prefix: '/below/' } })
  const link = linkOf(server)
  expect(link.pathname).toBe('/below/')
  const browser = newBrowser(server)
  const answer = await browser.get(link.pathname + link.search)
  expect(answer.headers.location).toBe('/below/')
  expect(answer.headers['set-cookie']?.[0]).toContain('; Path=/below/;')
  expect(await browser.post('/below/api/rpc/session.get', {})).toMatchObject({ status: 200 })
  expect(await server.send('/below/v2/')).toMatchObject({ status: 200 })
})

test('two registries on one machine keep to their own cookies', async () => {
  const [one, two] = [await start(), await start()]
  const names = await Promise.all(
    [one, two].map(async (server) => (await openByLink(server)).cookie.split('=', 1)[0]),
  )
  expect(new Set(names).size).toBe(2)
})
