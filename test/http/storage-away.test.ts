import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { startAzureProxy } from '../storage/azure-proxy.ts'
import { createContainer } from '../support/azure-container.ts'
import { startAzurite } from '../support/azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { failure, NOWHERE } from './content.ts'
import { startTestServer, type TestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()

let isAway = false
let server: TestServer

/** A server that asks after its storage all the time, and demands a login. */
beforeAll(async () => {
  const account = inject('azureAccount') ?? cleanUp.use(await startAzurite())
  const azure = await createContainer(account)
  const proxy = cleanUp.use(await startAzureProxy(account, () => (isAway ? 'break' : 'pass')))
  const path = join(cleanUp.use(await temporaryFolder('away')).path, 'htpasswd')
  await writeHtpasswd(path, [ALICE])
  const config = {
    auth: { htpasswd: { realm: 'berth', path } },
    health: { storagedriver: { enabled: true, interval: '20ms', threshold: 2 } },
    storage: { azure: { max_retries: 0 } },
  }
  const away = { ...azure, url: proxy.serviceUrl.href }
  server = cleanUp.use(await startTestServer({ azure: away, config }))
})

/** Asks until the answer is this one. */
async function until(status: number): Promise<void> {
  while ((await server.send('/v2/', { login: ALICE })).status !== status);
}

async function goAway(): Promise<void> {
  isAway = true
  await until(503)
}

async function comeBack(): Promise<void> {
  isAway = false
  await until(200)
}

test('while storage is there, the answer is a question for the login', async () => {
  await comeBack()
  expect(failure(await server.send('/v2/'))).toStrictEqual([401, 'UNAUTHORIZED'])
})

test.each([
  ['GET', '/v2/'],
  ['GET', '/v2/_catalog'],
  ['GET', `/v2/a/blobs/${NOWHERE}`],
  ['POST', '/v2/a/blobs/uploads/'],
  ['PUT', '/v2/a/manifests/x'],
])('while it is away, %s %s says so to anybody', async (method, path) => {
  await goAway()
  for (const options of [{}, { login: ALICE }]) {
    const answer = await server.send(path, { method, ...options })
    expect(failure(answer)).toStrictEqual([503, 'UNAVAILABLE'])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  }
})

test('HEAD tells it without words', async () => {
  await goAway()
  const answer = await server.send('/v2/', { method: 'HEAD' })
  expect([answer.status, answer.body.length]).toStrictEqual([503, 0])
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
})

test('when it is back, all works again, and the log has told of both once', async () => {
  await comeBack()
  const before = server.log.length
  await goAway()
  await comeBack()
  expect(await server.send('/v2/_catalog', { login: ALICE })).toMatchObject({ status: 200 })
  const lines = server.log.slice(before).map((line) => JSON.parse(line) as { message: string })
  expect(lines.map(({ message }) => message)).toStrictEqual([
    'storage cannot be used',
    'storage can be used again',
  ])
})
