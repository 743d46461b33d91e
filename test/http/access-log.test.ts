import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startUpload } from './content.ts'
import { head, openRaw } from './raw.ts'
import { startTestServer } from './server.ts'

const server = cleanUpAfterAll().use(
  await startTestServer({ config: { log: { accesslog: { disabled: false } } } }),
)

interface Line {
  readonly method: string
  readonly url: string
  readonly status: number
}

/** The line about a request, as soon as it is there. */
async function lineOf(method: string, path: string): Promise<Line> {
  for (;;) {
    const lines = server.log.map((text) => JSON.parse(text) as Line)
    const found = lines.find((line) => line.method === method && line.url === path)
    if (found) return found
    await delay(5)
  }
}

test('says who asked for what, and what came of it', async () => {
  const headers = { 'user-agent': 'test/1', 'x-forwarded-for': '192.0.2.9, 203.0.113.7' }
  const answer = await server.send('/v2/a/tags/list?n=1', { headers })
  expect(await lineOf('GET', '/v2/a/tags/list?n=1')).toMatchObject({
    remote: '203.0.113.7',
    status: 404,
    agent: 'test/1',
    id: answer.headers['x-request-id'],
  })
})

test('has 499 for a client that did not wait for its answer', async () => {
  const { pathname } = new URL(await startUpload(server, 'a'))
  const raw = await openRaw(server.port)
  raw.write(head(`PATCH ${pathname}`, { 'Content-Length': '10', Expect: '100-continue' }))
  await raw.received(/100 Continue/)
  raw.socket.destroy()
  await once(raw.socket, 'close')
  expect(await lineOf('PATCH', pathname)).toMatchObject({ status: 499 })
  expect(server.log.filter((line) => line.includes('request failed'))).toEqual([])
})
