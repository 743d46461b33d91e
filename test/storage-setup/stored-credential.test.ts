import { beforeAll, describe, expect, test } from 'vitest'
import { SecretsError } from '../../server/secrets/secrets-error.ts'
import { SECRET_NAME } from '../../server/storage-setup/kept-logins.ts'
import type { OpenContainer } from '../support/azure-container.ts'
import { startAzurite, type Azurite } from '../support/azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { containerSas, WRONG_KEY } from './azure-accounts.ts'
import { keeperOf } from './keeper.ts'
import { openedSetup, type OpenedSetup } from './opened.ts'

const cleanUp = cleanUpAfterAll()
let azurite: Azurite
let container: OpenContainer

beforeAll(async () => {
  azurite = cleanUp.use(await startAzurite())
  container = await azurite.container()
})

const where = () => ({ account: container.accountName, container: container.container })

/** The methods of a registry that runs on the container. */
async function onContainer(): Promise<
  Omit<OpenedSetup, 'setup'> & { setup: OpenedSetup['setup'] }
> {
  const opened = await openedSetup()
  const secret = container.accountKey
  await opened.setup.chooseAzure({ ...where(), endpoint: container.url, secret })
  return { ...opened, setup: opened.restarted() }
}

describe('replacing it', () => {
  test('takes what works, and counts after a restart', async () => {
    const { setup, kept } = await onContainer()
    const secret = await containerSas(container, { hours: 72 })
    const view = await setup.replaceCredential({ ...where(), secret })
    expect(view.needsRestart).toBe(true)
    expect(view.credentials).toMatchObject([
      { kind: 'sas', use: 'in-use', permissions: ['read', 'create', 'write', 'delete', 'list'] },
    ])
    expect(view.credentials[0]?.expiresAt).toBeGreaterThan(Date.now())
    expect(await kept()).not.toContain(container.accountKey)
  })

  test.each([
    ['a wrong key', () => WRONG_KEY, 'CONFLICT', /account key is wrong/],
    ['nonsense', () => 'hunter2', 'INVALID_INPUT', /no account key/],
  ])('by %s leaves it', async (_, secretOf, code, message) => {
    const { setup, kept } = await onContainer()
    const before = await kept()
    const attempt = setup.replaceCredential({ ...where(), secret: secretOf() })
    await expect(attempt).rejects.toMatchObject({ code })
    await expect(attempt).rejects.toThrow(message)
    expect(await kept()).toBe(before)
  })
})

describe('trying it', () => {
  test('tells that it works, and when that was', async () => {
    const { setup } = await onContainer()
    const [credential] = (await setup.checkCredential(where())).credentials
    expect(credential?.lastCheck).toEqual({ at: expect.any(Number), works: true })
  })

  test('tells why it does not', async () => {
    const { setup } = await onContainer()
    const away = { ...where(), container: 'not-there' }
    await expect(setup.checkCredential(away)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const gone = await azurite.container()
    await setup.chooseAzure({
      account: gone.accountName,
      container: gone.container,
      endpoint: gone.url,
      secret: gone.accountKey,
    })
    await gone.client.delete()
    const view = await setup.checkCredential({ ...where(), container: gone.container })
    const found = view.credentials.find((one) => one.container === gone.container)
    expect(found?.lastCheck).toMatchObject({ works: false, reason: 'the container does not exist' })
  })
})

describe('forgetting it', () => {
  test('is refused while the registry, or the configuration, needs it', async () => {
    const { setup } = await onContainer()
    await expect(setup.forgetCredential(where())).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('leaves nothing of it', async () => {
    const opened = await onContainer()
    await opened.setup.chooseFolder({ folder: opened.folder })
    const setup = opened.restarted()
    expect((await setup.get()).credentials).toMatchObject([{ use: 'unused' }])
    expect((await setup.forgetCredential(where())).credentials).toEqual([])
    expect(await opened.kept()).toBeUndefined()
    await expect(setup.forgetCredential(where())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

const refuse = (): Promise<never> =>
  Promise.reject(new SecretsError('READ_ONLY', 'Set by a variable.', 'Change it there.'))

test('one that a variable sets is shown as that, and stays', async () => {
  const keeper = await keeperOf(
    { [SECRET_NAME]: container.accountKey },
    { set: refuse, delete: refuse },
  )
  const { accountName, container: name, url } = container
  const text = `version: 0.1\nstorage:\n  azure: {accountname: ${accountName}, container: ${name}, serviceurl: '${url}', credentials: {type: keychain}}\n`
  const { setup } = await openedSetup({ text, keeper })
  expect((await setup.get()).credentials).toMatchObject([
    { source: 'variable', use: 'in-use', ...where() },
  ])
  const attempt = setup.replaceCredential({ ...where(), secret: container.accountKey })
  await expect(attempt).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'Set by a variable. Change it there.',
  })
})
