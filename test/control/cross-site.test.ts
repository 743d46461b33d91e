import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startTestServer } from '../http/server.ts'
import { newBrowser, openByLink, refusal } from './browser.ts'

const server = cleanUpAfterAll().use(await startTestServer())
const browser = await openByLink(server)
const own = `http://127.0.0.1:${server.port}`

const STATUS = '/api/rpc/registry.status'
const STOP = '/api/rpc/registry.stop'

/** Everything that a page of another site makes a browser send, whatever the cookie is. */
const FOREIGN: readonly (readonly [what: string, headers: Record<string, string>])[] = [
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['another port of this host', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }],
  ['another name of this host', { host: 'evil.example', 'sec-fetch-site': 'same-origin' }],
]

describe.each(FOREIGN)('a request from %s', (_what, headers) => {
  test.each([STATUS, STOP, '/api/login', '/api/logout'])('does nothing at %s', async (path) => {
    expect(refusal(await browser.post(path, {}, headers))).toEqual([403, 'FORBIDDEN'])
  })

  test('gets no events', async () => {
    expect(refusal(await browser.get('/api/events', headers))).toEqual([403, 'FORBIDDEN'])
  })

  test('does not use a link up', async () => {
    const link = new URL(server.nextLinks.at(-1) ?? '')
    const answer = await newBrowser(server).get(`/${link.search}`, headers)
    expect(answer).toMatchObject({ status: 403 })
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(server.nextLinks.at(-1)).toBe(link.href)
  })
})

test('a person who follows a link on another site is told, and can go on', async () => {
  const headers = { 'sec-fetch-site': 'cross-site', accept: 'text/html' }
  const answer = await browser.get('/', headers)
  expect(answer.status).toBe(403)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.body.toString()).toContain('<a href="/">')
})

/** A request of a browser that says nothing of where it comes from, but what `headers` hold. */
const send = (path: string, headers: Record<string, string>) =>
  server.send(path, {
    method: 'POST',
    headers: { cookie: browser.cookie, 'content-type': 'application/json', ...headers },
    body: '{}',
  })

describe('a browser that does not say where a request comes from', () => {
  test('may read', async () => {
    expect(await send(STATUS, {})).toMatchObject({ status: 200 })
  })

  test('may not change anything', async () => {
    expect(refusal(await send(STOP, {}))).toEqual([403, 'FORBIDDEN'])
    expect(await send('/api/rpc/registry.start', { origin: own })).toMatchObject({ status: 200 })
  })

  test('is refused with the origin of another', async () => {
    for (const path of [STATUS, STOP]) {
      expect(refusal(await send(path, { origin: 'http://127.0.0.1:1' }))[0]).toBe(403)
      expect(refusal(await send(path, { origin: 'null' }))[0]).toBe(403)
    }
  })
})

describe('a form cannot', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
  ])('call a method as %j', async (type) => {
    const answer = await browser.post(STATUS, {}, { 'content-type': type })
    expect(refusal(answer)).toEqual([400, 'INVALID_INPUT'])
  })

  test('send what is no JSON', async () => {
    const { cookie } = browser
    const answer = await server.send(STATUS, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json; charset=utf-8' },
      body: 'a=b',
    })
    expect(refusal(answer)).toEqual([400, 'INVALID_INPUT'])
  })
})

test('input is not read without end', async () => {
  const answer = await browser.post(STATUS, 'x'.repeat(1024 * 1024))
  expect(refusal(answer)).toEqual([400, 'INVALID_INPUT'])
})

test.each([
  ['GET', STATUS],
  ['PUT', STATUS],
  ['POST', '/api/'],
  ['POST', '/api/rpc/'],
  ['GET', '/api/nothing'],
  ['DELETE', '/api/login'],
])('%s %s is not there, and never the window', async (method, path) => {
  const answer = await server.send(path, {
    method,
    headers: {
      cookie: browser.cookie,
      accept: 'text/html',
      'content-type': 'application/json',
    },
  })
  expect(refusal(answer)).toEqual([404, 'UNKNOWN_METHOD'])
})
