import { beforeAll, describe, expect, test } from 'vitest'
import type { StorageTest } from '../../server/control/storage-contract.ts'
import type { OpenContainer } from '../support/azure-container.ts'
import { startAzurite, type Azurite } from '../support/azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { freePort } from '../support/port.ts'
import { accountSas, connectionStringOf, containerSas, WRONG_KEY } from './azure-accounts.ts'
import { openedSetup } from './opened.ts'

const cleanUp = cleanUpAfterAll()
let azurite: Azurite

beforeAll(async () => {
  azurite = cleanUp.use(await startAzurite())
})

async function tried(
  container: OpenContainer,
  secret: string,
  over: object = {},
): Promise<StorageTest> {
  const { setup } = await openedSetup()
  const { accountName: account, url: endpoint } = container
  return await setup.test({ account, endpoint, container: container.container, secret, ...over })
}

const blobsOf = async ({ client }: OpenContainer): Promise<string[]> =>
  (await Array.fromAsync(client.listBlobsFlat())).map(({ name }) => name)

describe('it works', () => {
  test.each<[string, (container: OpenContainer) => Promise<string> | string]>([
    ['with an account key', ({ accountKey }) => accountKey],
    ['with a connection string', connectionStringOf],
    ['with a SAS of the account', accountSas],
    ['with a SAS of the container', (container) => containerSas(container)],
    [
      'with a SAS and its URL',
      async (container) => `${container.client.url}?${await containerSas(container)}`,
    ],
  ])('%s, and leaves nothing', async (_, secretOf) => {
    const container = await azurite.container()
    const outcome = await tried(container, await secretOf(container))
    expect(outcome).toMatchObject({ works: true, holds: 'nothing' })
    expect(await blobsOf(container)).toEqual([])
  })

  test('and tells when a SAS ends', async () => {
    const container = await azurite.container()
    const outcome = await tried(container, await containerSas(container, { hours: 24 }))
    const ends = outcome.works ? (outcome.expiresAt ?? 0) : 0
    expect(Math.abs(ends - Date.now() - 24 * 3_600_000)).toBeLessThan(60_000)
  })
})

describe('what is in the container', () => {
  test.each([
    ['images', 'docker/registry/v2/blobs/sha256/aa/data', ''],
    ['images', 'mine/docker/registry/v2/blobs/sha256/aa/data', 'mine'],
    ['other', 'photos/cat.jpeg', ''],
  ])('%s', async (holds, name, root) => {
    const container = await azurite.container()
    await container.client.getBlockBlobClient(name).upload('x', 1)
    expect(await tried(container, container.accountKey, { root })).toEqual({ works: true, holds })
  })

  test('images of registry 2.x, behind a slash, are told of', async () => {
    const container = await azurite.container()
    await container.client.getBlockBlobClient('/docker/registry/v2/blobs/x').upload('x', 1)
    const outcome = await tried(container, container.accountKey)
    expect(outcome).toMatchObject({ works: false, why: 'old-layout' })
    expect(JSON.stringify(outcome)).toMatch(/names that begin with a slash/)
  })
})

describe('it does not work', () => {
  test.each<[string, (container: OpenContainer) => Promise<string> | string, object, RegExp]>([
    ['a wrong key', () => WRONG_KEY, {}, /the account key is wrong: copy key1 or key2 again/],
    ['an expired SAS', (one) => containerSas(one, { hours: -1 }), {}, /SAS token expired on/],
    [
      'a SAS that may not write',
      (one) => containerSas(one, { rights: 'rl' }),
      {},
      /does not allow to create, write, delete/,
    ],
    [
      'a host that there is not',
      ({ accountKey }) => accountKey,
      { endpoint: 'https://nosuch.invalid' },
      // The second where no resolver can be reached.
      /there is no host nosuch\.invalid: check the account name|nosuch\.invalid cannot be looked up/,
    ],
  ])('%s', async (_, secretOf, over, said) => {
    const container = await azurite.container()
    const secret = await secretOf(container)
    const outcome = await tried(container, secret, over)
    expect(outcome).toMatchObject({ works: false, why: 'refused' })
    expect(outcome.works ? '' : outcome.message).toMatch(said)
    expect(JSON.stringify(outcome)).not.toContain(secret)
  })

  test('an address where nothing listens', async () => {
    const container = await azurite.container()
    const endpoint = `http://127.0.0.1:${await freePort()}/${container.accountName}`
    const outcome = await tried(container, container.accountKey, { endpoint })
    expect(outcome).toMatchObject({
      works: false,
      message: expect.stringMatching(/nothing answers at 127/),
    })
  })

  test('a container that is missing, which is told apart and not made', async () => {
    const container = await azurite.container()
    const other = { container: 'not-there' }
    const outcome = await tried(container, container.accountKey, other)
    expect(outcome).toMatchObject({ works: false, why: 'container-missing' })
    const { setup } = await openedSetup()
    const { accountName: account, url: endpoint, accountKey: secret } = container
    expect((await setup.containers({ account, endpoint, secret })).names).not.toContain('not-there')
  })

  test.each([
    ['nonsense', { secret: 'hunter2' }, 'secret', /no account key, connection string or SAS/],
    ['nothing', { secret: undefined }, 'secret', /give an account key/],
    ['a key kept for nothing', { secret: undefined, use: 'kept' }, 'secret', /keeps no credential/],
    ['no account', { account: 'Not An Account' }, 'account', /3 to 24 lower-case/],
    ['no container', { container: 'a' }, 'container', /3 to 63 lower-case/],
    ['no address', { endpoint: 'ftp://a' }, 'endpoint', /not a URL/],
    [
      'Entra without TLS',
      { secret: undefined, use: 'machine' },
      'endpoint',
      /needs an https address/,
    ],
    [
      'the string of another account',
      { secret: `AccountName=other;AccountKey=${WRONG_KEY}` },
      'secret',
      /it is for account other, not for devstoreaccount1/,
    ],
  ])('%s is refused before anything is asked', async (_, over, field, message) => {
    const container = await azurite.container()
    const attempt = tried(container, container.accountKey, over)
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_INPUT', field })
    await expect(attempt).rejects.toThrow(message)
  })
})

describe('containers', () => {
  test('are listed, and made', async () => {
    const { setup } = await openedSetup()
    const { accountName: account, url: endpoint, accountKey: secret } = azurite
    await setup.createContainer({ account, endpoint, secret, container: 'made-here' })
    const { names, more } = await setup.containers({ account, endpoint, secret })
    expect(names).toContain('made-here')
    expect(more).toBe(false)
  })

  test('cannot be listed with a SAS of one alone, which is said', async () => {
    const container = await azurite.container()
    const { setup } = await openedSetup()
    const { accountName: account, url: endpoint } = container
    const secret = await containerSas(container)
    await expect(setup.containers({ account, endpoint, secret })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    })
  })
})
