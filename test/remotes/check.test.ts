import { createServer, type RequestListener } from 'node:http'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkRemote } from '../../server/remotes/check-remote.ts'
import { parseRemoteAddress } from '../../server/remotes/remote-address.ts'
import { passwordLogin, tokenLogin, type Login } from '../../server/sync/remote-login.ts'
import { makeCertificate } from '../support/certificate.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { listening } from '../support/listening.ts'
import { startRegistry, type RegistryOptions } from '../support/registry-process.ts'
import { startTokenService } from '../support/token-service.ts'

const cleanUp = cleanUpAfterAll()
const check = (url: string, login?: Login) =>
  checkRemote({ address: parseRemoteAddress(url), login, agent: 'test/1' })
const { path } = cleanUp.use(await temporaryFolder('check'))
const htpasswd = join(path, 'htpasswd')
await writeHtpasswd(htpasswd, [ALICE])
const alice = passwordLogin(ALICE.username, ALICE.password)

let count = 0
async function start(program: RegistryOptions['program'], more: Partial<RegistryOptions> = {}) {
  const folder = join(path, `images-${++count}`)
  const registry = cleanUp.use(await startRegistry({ program, folder, ...more } as RegistryOptions))
  return { ...registry, uploads: () => uploadsIn(folder) }
}

/** Distribution leaves a folder of one that was cancelled, with nothing in it by which it could go on. */
async function uploadsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => /_uploads\/.*\/(startedat|data)$/.test(name))
}

async function listenTo(listener: RequestListener): Promise<string> {
  const { host } = cleanUp.use(await listening(createServer(listener)))
  return `http://${host}`
}

describe.each(['berth', 'docker-registry'] as const)('%s', (program) => {
  const product = program === 'berth' ? 'Berth' : 'Distribution'

  test('that is open works', async () => {
    const registry = await start(program)
    expect(await check(registry.url)).toMatchObject({ outcome: 'works', product })
    expect(await registry.uploads()).toEqual([])
  })

  test('with users works for them alone', async () => {
    const registry = await start(program, { htpasswd })
    expect(await check(registry.url, alice)).toMatchObject({ outcome: 'works', product })
    expect(await registry.uploads()).toEqual([])
    expect(await check(registry.url, passwordLogin('alice', 'wrong'))).toMatchObject({
      outcome: 'refused',
      message: `${registry.host}: it refuses this user or password`,
    })
    expect(await check(registry.url)).toMatchObject({
      outcome: 'refused',
      message: `${registry.host}: it asks for a login`,
    })
  })
})

describe('one that takes tokens', async () => {
  const tokens = cleanUp.use(
    await startTokenService({
      users: {
        'alice:right': ['pull', 'push', 'delete'],
        'pusher:right': ['pull', 'push'],
        'reader:right': ['pull'],
        'nobody:right': [],
        '': ['pull'],
      },
      identities: { identity: ['pull', 'push'] },
    }),
  )
  const registry = await start('docker-registry', { extraConfig: { auth: tokens.auth } })

  test.each<[who: string, outcome: string, login?: Login]>([
    ['one who may all', 'works', passwordLogin('alice', 'right')],
    ['one who may not delete', 'works', passwordLogin('pusher', 'right')],
    ['an identity token', 'works', tokenLogin('identity')],
    ['one who may pull', 'read-only', passwordLogin('reader', 'right')],
    ['one who may nothing', 'refused', passwordLogin('nobody', 'right')],
    ['a wrong password', 'refused', passwordLogin('alice', 'wrong')],
    ['a wrong token', 'refused', tokenLogin('wrong')],
    ['nobody in particular', 'anonymous-read-only'],
  ])('says to %s: %s, and keeps no upload', async (_, outcome, login) => {
    const found = await check(`${registry.url}/team`, login)
    expect(found).toMatchObject({ outcome, product: 'Distribution' })
    expect(found.message).toMatch(/\S/)
    expect(await registry.uploads()).toEqual([])
  })
})

test('one that is read-only', async () => {
  const registry = await start('berth', {
    extraConfig: { storage: { maintenance: { readonly: { enabled: true } } } },
  })
  expect(await check(registry.url)).toMatchObject({
    outcome: 'read-only',
    message: 'It takes no pushes at all.',
  })
})

test.each<[what: string, listener: RequestListener, outcome: string, message: RegExp]>([
  [
    'a web page',
    (_, to) => void to.setHeader('Content-Type', 'text/html').end('x'),
    'not-a-registry',
    /web page$/,
  ],
  [
    'nothing there',
    (_, to) => void to.writeHead(404).end(),
    'not-a-registry',
    /no registry at this address$/,
  ],
  [
    'another address',
    (_, to) => void to.writeHead(301, { Location: 'https://example.com/v2/' }).end(),
    'not-a-registry',
    /sends us to https:\/\/example.com; use that address$/,
  ],
  ['a failure', (_, to) => void to.writeHead(502).end(), 'unreachable', /answered 502/],
  ['too busy', (_, to) => void to.writeHead(429).end(), 'unreachable', /answered 429/],
  [
    'another kind of login',
    (_, to) => void to.writeHead(401, { 'WWW-Authenticate': 'Negotiate' }).end(),
    'refused',
    /not known here$/,
  ],
  [
    'no http',
    (request) => void request.socket.end('SSH-2.0-OpenSSH\r\n'),
    'unreachable',
    /speaks no HTTP|broke off/,
  ],
])('%s', async (_, listener, outcome, message) => {
  const url = await listenTo(listener)
  expect(await check(url)).toMatchObject({ outcome, message: expect.stringMatching(message) })
})

test.each([
  ['http://127.0.0.1:1', /nothing answers there$/],
  ['https://no.such.host.invalid', /no such host|cannot be looked up/],
])('%s is unreachable', async (url, message) => {
  expect(await check(url)).toMatchObject({
    outcome: 'unreachable',
    message: expect.stringMatching(message),
  })
})

test('a certificate that nobody knows', async () => {
  const tls = await makeCertificate(path)
  const registry = await start('berth', { tls })
  expect(await check(registry.url)).toMatchObject({
    outcome: 'unreachable',
    message: expect.stringMatching(/certificate is not trusted/),
    hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS/),
  })
})

test('is left when a signal says so', async () => {
  const controller = new AbortController()
  const url = await listenTo(() => controller.abort(new Error('enough')))
  const address = parseRemoteAddress(url)
  const asked = checkRemote({ address, login: undefined, agent: 'x', signal: controller.signal })
  await expect(asked).rejects.toThrow('enough')
})
