import { expect, test } from 'vitest'
import type { LogLine } from '../../server/control/logs-contract.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { pushImage, startUpload } from '../http/content.ts'
import { head, openRaw } from '../http/raw.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { isEvent, openByLink, refusal } from './browser.ts'

type Config = Readonly<Record<string, unknown>>

const cleanUp = cleanUpAfterAll()
const start = async (config: Config = {}): Promise<TestServer> =>
  cleanUp.use(await startTestServer({ config }))

test('tells how the registry is', async () => {
  const before = Date.now()
  const server = await start()
  const browser = await openByLink(server)
  const status = await browser.call('registry.status', undefined)
  expect(status).toMatchObject({
    state: 'running',
    addresses: [server.url],
    pushHost: `localhost:${server.port}`,
    login: 'none',
    readOnly: false,
    deleteEnabled: true,
    warnings: [],
  })
  expect(status.startedAt).toBeGreaterThanOrEqual(before)
  // What is left is known of a disk only.
  const hasFree = status.storage.kind === 'filesystem'
  expect((status.storage.freeBytes ?? 0) > 0).toBe(hasFree)
})

test('a stopped registry answers nobody, and its console stays', async () => {
  const server = await start()
  const browser = await openByLink(server)
  using events = await browser.events()
  const stopped = await browser.call('registry.stop', undefined)
  expect(stopped.state).toBe('stopped')
  await events.next(isEvent('status', ({ status }) => status.state === 'stopped'))
  for (const path of ['/v2/', '/v2/a/tags/list', '/v1/_ping']) {
    const answer = await server.send(path)
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
    expect(answer.body.toString()).toContain('the registry is stopped')
  }
  // Once more does no harm.
  expect(await browser.call('registry.stop', undefined)).toMatchObject({ state: 'stopped' })

  const running = await browser.call('registry.start', undefined)
  expect(running.state).toBe('running')
  expect(running.startedAt).toBeGreaterThanOrEqual(stopped.startedAt)
  await events.next(isEvent('status', ({ status }) => status.startedAt === running.startedAt))
  await pushImage(server, 'a', 'latest')
})

test('a push under way ends before the registry is stopped', async () => {
  const server = await start({ http: { draintimeout: '1h' } })
  const browser = await openByLink(server)
  using events = await browser.events()
  const { pathname } = new URL(await startUpload(server, 'a'))
  using raw = await openRaw(server.port)
  raw.write(head(`PATCH ${pathname}`, { 'Content-Length': '3', Expect: '100-continue' }))
  await raw.received(/100 Continue/)
  const stopping = browser.call('registry.stop', undefined)
  await events.next(isEvent('status', ({ status }) => status.state === 'stopping'))
  expect(await server.send('/v2/')).toMatchObject({ status: 503 })
  raw.write('abc')
  await raw.received(/202 Accepted/)
  expect(await stopping).toMatchObject({ state: 'stopped' })
})

test('one that takes too long is cut off', async () => {
  const server = await start({ http: { draintimeout: '50ms' } })
  const browser = await openByLink(server)
  const { pathname } = new URL(await startUpload(server, 'a'))
  using raw = await openRaw(server.port)
  raw.write(head(`PATCH ${pathname}`, { 'Content-Length': '3', Expect: '100-continue' }))
  await raw.received(/100 Continue/)
  await browser.call('registry.stop', undefined)
  expect(await raw.ended()).not.toContain('202')
})

test.each<[what: string, config: Config, method: string, input: object, message: string]>([
  [
    'a read-only registry',
    { storage: { maintenance: { readonly: { enabled: true } } } },
    'tags.delete',
    { repository: 'a', tags: ['b'] },
    'the registry is read-only for now',
  ],
  [
    'a read-only registry',
    { storage: { maintenance: { readonly: { enabled: true } } } },
    'tags.add',
    { repository: 'a', from: 'b', tag: 'c' },
    'the registry is read-only for now',
  ],
  [
    'one that deletes nothing',
    { storage: { delete: { enabled: false } } },
    'tags.delete',
    { repository: 'a', tags: ['b'] },
    'deleting is switched off: storage.delete.enabled',
  ],
])('%s refuses it: %j %s', async (_what, config, method, input, message) => {
  const server = await start(config)
  const browser = await openByLink(server)
  const answer = await browser.post(`/api/rpc/${method}`, input)
  expect(refusal(answer)).toEqual([403, 'FORBIDDEN'])
  expect(JSON.parse(answer.body.toString())).toMatchObject({ message })
})

test('a push is in the lists, and an event says which', async () => {
  const server = await start()
  const browser = await openByLink(server)
  using events = await browser.events()
  const { digest } = await pushImage(server, 'team/api', 'v1')
  await events.next(isEvent('repositories', ({ names }) => names.includes('team/api')))
  const page = { offset: 0, limit: 10 } as const
  expect(await browser.call('repositories.list', { sort: 'name', ...page })).toMatchObject({
    total: 1,
    items: [{ name: 'team/api', tags: 1 }],
  })
  const tags = await browser.call('tags.list', { repository: 'team/api', sort: 'name', ...page })
  expect(tags.items).toMatchObject([{ tag: 'v1', digest }])
  await events.next(isEvent('status', ({ status }) => status.index.tags === 1))
})

test('what the console changes is logged with who did it, and told to clients', async () => {
  const server = await start()
  const browser = await openByLink(server)
  const { digest } = await pushImage(server, 'a', 'v1')
  await browser.call('tags.add', { repository: 'a', from: 'v1', tag: 'v2' })
  expect(await server.send('/v2/a/manifests/v2')).toMatchObject({
    headers: { 'docker-content-digest': digest },
  })
  await browser.call('tags.delete', { repository: 'a', tags: ['v1'] })
  expect(await server.send('/v2/a/manifests/v1')).toMatchObject({ status: 404 })
  const lines = server.log.map((line) => JSON.parse(line) as { message: string; input?: string })
  const changes = lines.filter(({ message }) => message.startsWith('console: tags.'))
  expect(changes).toMatchObject([
    { message: 'console: tags.add', input: '{"repository":"a","from":"v1","tag":"v2"}' },
    { message: 'console: tags.delete', input: '{"repository":"a","tags":["v1"]}' },
  ])
})

const fits = ({ fields }: LogLine): boolean => fields['url'] === '/v2/a/tags/list?n=5'

test('the log comes as it is written', async () => {
  const server = await start({ log: { accesslog: { disabled: false } } })
  const browser = await openByLink(server)
  using events = await browser.events()
  await server.send('/v2/a/tags/list?n=5')
  await events.next(isEvent('log', ({ lines }) => lines.some(fits)))
  const lines = await browser.call('logs.list', { limit: 100 })
  expect(lines.find(fits)).toMatchObject({ level: 'info', message: 'request' })
  expect(await browser.call('logs.list', { limit: 1 })).toEqual(lines.slice(-1))
})

test('after a restart a window is told to ask for everything anew', async () => {
  const first = await start()
  const reader = await (await openByLink(first)).events()
  await reader.received(/^id: /)
  const known = reader.lastId()
  await first.stop()
  await reader.ended()
  const second = await start()
  using again = await (await openByLink(second)).events(known)
  expect(await again.next(({ type }) => type === 'reset')).toMatchObject({ data: '{}' })
})
