import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { RepositoryName, Tag } from '../../server/oci/name.ts'
import { copyGraph } from '../../server/sync/copy.ts'
import type { RemoteError } from '../../server/sync/remote-error.ts'
import { AZURE_TOKEN_USER, passwordLogin, tokenLogin } from '../../server/sync/remote-login.ts'
import { openRemote, type Remote, type RemoteOptions } from '../../server/sync/remote.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startRegistry } from '../support/registry-process.ts'
import { startTokenService, type TokenServiceOptions } from '../support/token-service.ts'
import { newShelf } from './image-in-memory.ts'

const cleanUp = cleanUpAfterAll()
const shelf = newShelf()
const named = (name: string): RepositoryName => name as RepositoryName
const v1 = { kind: 'tag', tag: 'v1' as Tag } as const

const OPTIONS: TokenServiceOptions = {
  users: {
    'alice:right': ['pull', 'push', 'delete'],
    'reader:right': ['pull'],
    '': ['pull'],
  },
  identities: { identity: ['pull', 'push'] },
}
const tokens = cleanUp.use(await startTokenService(OPTIONS))
const { path } = cleanUp.use(await temporaryFolder('bearer'))
/** Another one's code checks the tokens. */
const registry = cleanUp.use(
  await startRegistry({
    program: 'docker-registry',
    folder: join(path, 'images'),
    extraConfig: { auth: tokens.auth },
  }),
)
const alice = passwordLogin('alice', 'right')

function open(options: Partial<RemoteOptions> = {}): Remote {
  const remote = openRemote({ url: new URL('/', registry.url), agent: 'test/1', ...options })
  cleanUp.defer(() => remote.close())
  return remote
}

/** What of the token service was asked for meanwhile. */
async function askedDuring(work: () => Promise<unknown>, options = OPTIONS): Promise<string[]> {
  tokens.change(options)
  tokens.asked.length = 0
  await work().finally(() => tokens.change(OPTIONS))
  return [...tokens.asked]
}

describe('a registry that takes tokens', () => {
  const root = shelf.index([shelf.image([shelf.layer(200_000), shelf.layer(0)]), shelf.image([])])

  test.each([
    ['a password', alice],
    ['an identity token', tokenLogin('identity')],
    ['a token as Azure has it', passwordLogin(AZURE_TOKEN_USER, 'identity')],
  ])('gets an image from one with %s, and gives it back', async (how, login) => {
    const there = open({ login }).repository(named(how.toLowerCase().replaceAll(' ', '-')))
    await copyGraph(shelf, there, root)
    await there.tag(root, v1.tag)
    expect(await there.resolve(v1)).toMatchObject({ digest: root.digest })
  })

  test('gives to everybody what everybody may have', async () => {
    const name = named('for-all')
    const mine = open({ login: alice }).repository(name)
    await copyGraph(shelf, mine, root)
    await mine.tag(root, v1.tag)
    expect(await open().repository(name).resolve(v1)).toMatchObject({ digest: root.digest })
  })

  test('is asked with one token a repository, however many ask at once', async () => {
    const there = open({ login: alice }).repository(named('many'))
    const asked = await askedDuring(async () => {
      await copyGraph(shelf, there, root, { width: 8 })
      await there.resolve(v1)
    })
    expect(asked).toEqual(['GET repository:many:pull', 'GET repository:many:pull,push'])
  })

  test('is greeted with a token that is for nothing, and used for nothing else', async () => {
    const remote = open({ login: alice })
    const layer = shelf.layer(1000)
    const asked = await askedDuring(async () => {
      await remote.greet()
      await remote.repository(named('greeted')).push(layer, shelf.fetch(layer))
    })
    expect(asked).toEqual(['GET ', 'GET repository:greeted:pull,push'])
  })

  test('takes over blobs with a token for both repositories', async () => {
    const remote = open({ login: alice })
    const layer = shelf.layer(1000)
    await remote.repository(named('one')).push(layer, shelf.fetch(layer))
    const two = remote.repository(named('two'), named('one'))
    const asked = await askedDuring(async () => expect(await two.mount?.(layer)).toBe(true))
    expect(asked).toEqual(['GET repository:two:pull,push repository:one:pull'])
  })

  test.each(['in chunks', 'whole'])('gets more than a token lasts for, %s', async (how) => {
    const options = { ...OPTIONS, life: 2, expiresIn: 2 }
    const there = open({ login: alice, ...(how === 'in chunks' && { chunkSize: 1000 }) })
    const repository = there.repository(named('long'))
    const layers = Array.from({ length: 6 }, () => shelf.layer(3000))
    const asked = await askedDuring(async () => {
      for (const layer of layers) {
        await repository.push(layer, shelf.fetch(layer))
        await new Promise((resolve) => setTimeout(resolve, 400))
      }
    }, options)
    expect(asked.length).toBeGreaterThan(1)
    expect(asked.length).toBeLessThan(6)
  })
})

test('a token that is not taken any more in mid-run is fetched anew', async () => {
  // Distribution takes one up to 60 seconds after its end, and we are told nothing of that.
  const options = { ...OPTIONS, life: -57 }
  const repository = open({ login: alice }).repository(named('ended'))
  const [first, second] = [shelf.layer(1000), shelf.layer(1000)]
  const asked = await askedDuring(async () => {
    await repository.push(first, shelf.fetch(first))
    await new Promise((resolve) => setTimeout(resolve, 3_600))
    await repository.push(second, shelf.fetch(second))
  }, options)
  expect(asked.length).toBeGreaterThan(1)
  // Distribution's challenge names the rights in any order.
  for (const one of asked) expect(one).toMatch(/^GET repository:ended:(pull,push|push,pull)$/)
})

describe('a login that', () => {
  const layer = shelf.layer(1000)
  const name = named('refusals')
  const push = (options: Partial<RemoteOptions>) =>
    open(options).repository(name).push(layer, shelf.fetch(layer))

  test.each<[what: string, options: Partial<RemoteOptions>, kind: string, message: RegExp]>([
    [
      'is wrong',
      { login: passwordLogin('alice', 'wrong') },
      'login-refused',
      /refuses this user or password$/,
    ],
    ['is an unknown token', { login: tokenLogin('wrong') }, 'login-refused', /refuses this token$/],
    ['is missing', {}, 'login-missing', /asks for a login$/],
    [
      'may not',
      { login: passwordLogin('reader', 'right') },
      'denied',
      /this login may not push to refusals$/,
    ],
  ])('%s', async (_, options, kind, message) => {
    const error: unknown = await push(options).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ kind, status: 401, message: expect.stringMatching(message) })
    expect(String(error)).not.toMatch(/right|wrong\b/)
  })

  test('is wrong is tried once, however many ask', async () => {
    const remote = open({ login: passwordLogin('alice', 'wrong') })
    const repository = remote.repository(name)
    const asked = await askedDuring(async () => {
      const all = Array.from({ length: 6 }, () => repository.resolve(v1))
      const outcomes = await Promise.allSettled(all)
      expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    })
    expect(asked).toHaveLength(1)
  })

  test('is a password is sent by POST where the service wants that', async () => {
    const asked = await askedDuring(() => push({ login: alice }), { ...OPTIONS, methods: ['POST'] })
    expect(asked).toEqual(['POST repository:refusals:pull,push'])
  })
})

const resolve = () => open({ login: alice }).repository(named('any')).resolve(v1)

describe('a token service that', () => {
  afterEach(() => tokens.change(OPTIONS))

  test.each([
    ['seconds', () => '12', 12_000],
    ['a date', () => new Date(Date.now() + 60_000).toUTCString(), 60_000],
  ])('is busy for a while, told in %s', async (_, value, delay) => {
    const instead = { status: 429, headers: { 'Retry-After': value() } }
    tokens.change({ ...OPTIONS, instead })
    const error = (await resolve().catch((cause: unknown) => cause)) as RemoteError
    expect(error).toMatchObject({ kind: 'busy', status: 429 })
    expect(Math.abs((error.retryAfter ?? 0) - delay)).toBeLessThan(5_000)
  })

  test.each([
    ['no JSON', 'x', /is no token$/],
    ['another type', '{"token": 7}', /is no token$/],
    ['lines in it', JSON.stringify({ token: 'a\r\nb' }), /is no token$/],
  ])('answers with %s', async (_, body, message) => {
    tokens.change({ ...OPTIONS, instead: { status: 200, body } })
    await expect(resolve()).rejects.toThrow(message)
  })

  test('sends us elsewhere gets no further', async () => {
    const instead = { status: 307, headers: { Location: 'http://127.0.0.1:1/token' } }
    tokens.change({ ...OPTIONS, instead })
    await expect(resolve()).rejects.toThrow(/answered 307/)
  })
})
