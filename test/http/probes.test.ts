import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { join } from 'node:path'
import { startTestServer, type TestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()

async function protectedServer(tokens = false): Promise<TestServer> {
  const { path } = cleanUp.use(await temporaryFolder('probes'))
  const file = join(path, 'htpasswd')
  await writeHtpasswd(file, [ALICE])
  const config = { auth: { htpasswd: { realm: 'berth', path: file, tokens } } }
  return cleanUp.use(await startTestServer({ config }))
}

const json = (body: Buffer) => JSON.parse(body.toString()) as Readonly<Record<string, unknown>>

test('a probe is pulled without a login, seen, and gone when it is closed', async () => {
  const server = await protectedServer()
  const opened = json((await server.send('/berth-probe', { method: 'POST' })).body)
  const repository = String(opened['repository'])
  const name = repository.replace('berth-probe/', '')
  const state = async () => json((await server.send(`/berth-probe/${name}`)).body)
  expect(await state()).toStrictEqual({ wasSeen: false })

  const manifest = await server.send(`/v2/${repository}/manifests/probe`)
  expect(manifest.status).toBe(200)
  const { config, layers } = json(manifest.body) as unknown as {
    config: { digest: string }
    layers: { digest: string }[]
  }
  for (const { digest } of [config, ...layers]) {
    expect((await server.send(`/v2/${repository}/blobs/${digest}`)).status).toBe(200)
  }
  expect(await state()).toStrictEqual({ wasSeen: true })

  await server.send(`/berth-probe/${name}`, { method: 'DELETE' })
  expect((await server.send(`/v2/${repository}/manifests/probe`)).status).toBe(401)
  expect((await server.send(`/berth-probe/${name}`)).status).toBe(404)
})

test('nothing but that one name is had without a login', async () => {
  const server = await protectedServer()
  await server.send('/berth-probe', { method: 'POST' })
  const other = await server.send('/v2/berth-probe/other/manifests/probe')
  expect(other.status).toBe(404)
  expect((await server.send('/v2/')).status).toBe(401)
  expect((await server.send('/v2/a/manifests/latest')).status).toBe(401)
})

test('where the registry gives tokens, a probe has one that is good for nothing else', async () => {
  const server = await protectedServer(true)
  const login = `Basic ${Buffer.from('berth-probe:whatever').toString('base64')}`
  const ask = () => server.send('/v2/token?scope=x', { headers: { authorization: login } })
  expect((await ask()).status).toBe(401)
  await server.send('/berth-probe', { method: 'POST' })
  const answer = await ask()
  expect(answer.status).toBe(200)
  const authorization = `Bearer ${String(json(answer.body)['token'])}`
  expect((await server.send('/v2/', { headers: { authorization } })).status).toBe(401)
  expect((await server.send('/v2/a/tags/list', { headers: { authorization } })).status).toBe(401)
})

test('a probe takes no push', async () => {
  const server = cleanUp.use(await startTestServer())
  const opened = json((await server.send('/berth-probe', { method: 'POST' })).body)
  const at = `/v2/${String(opened['repository'])}/manifests/probe`
  expect((await server.send(at, { method: 'PUT', body: '{}' })).status).toBe(405)
})

test('no other machine, no other web site and not too many have one', async () => {
  const server = cleanUp.use(await startTestServer())
  const ask = async (headers: Readonly<Record<string, string>>) =>
    (await server.send('/berth-probe', { method: 'POST', headers })).status
  expect(await ask({ 'x-forwarded-for': '10.0.0.7' })).toBe(403)
  expect(await ask({ 'sec-fetch-site': 'cross-site' })).toBe(403)
  const answers = await Promise.all(Array.from({ length: 17 }, () => ask({})))
  expect(answers.filter((status) => status === 429)).toHaveLength(1)
})
