import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { StoragePlace, StoredCredential } from '../../server/control/storage-contract.ts'
import { openMemory } from '../../server/secrets/memory.ts'
import { SecretsError } from '../../server/secrets/secrets-error.ts'
import type { OpenContainer } from '../support/azure-container.ts'
import { startAzurite, type Azurite } from '../support/azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { connectionStringOf, containerSas, WRONG_KEY } from './azure-accounts.ts'
import { keeperOf } from './keeper.ts'
import { openedSetup } from './opened.ts'

const cleanUp = cleanUpAfterAll()
let azurite: Azurite
let container: OpenContainer

beforeAll(async () => {
  azurite = cleanUp.use(await startAzurite())
  container = await azurite.container()
})

const FILE = `# our registry
version: 0.1
storage:
  # on the big disk
  filesystem:
    rootdirectory: /srv/images
  delete:
    enabled: true # we clean up
`

const given = (secret = container.accountKey) => ({
  account: container.accountName,
  container: container.container,
  endpoint: container.url,
  secret,
})

const chosen = (): StoragePlace => ({
  kind: 'azure',
  account: container.accountName,
  container: container.container,
  endpoint: container.url,
  root: '',
  credential: 'kept',
})

/** A keychain that takes nothing. */
const set = (): Promise<never> =>
  Promise.reject(new SecretsError('KEYCHAIN_LOCKED', 'It is locked.', 'Open it.'))

describe('a container', () => {
  test('is written into the file, without its key, and counts after a restart', async () => {
    const { setup, read, kept, restarted } = await openedSetup({ text: FILE })
    const view = await setup.chooseAzure(given())
    const folder = { kind: 'filesystem', folder: '/srv/images' }
    expect(view).toMatchObject({ inUse: folder, chosen: chosen(), needsRestart: true })
    const text = await read()
    expect(text).toContain('# our registry\nversion: 0.1')
    expect(text).toContain('enabled: true # we clean up')
    expect(text).toContain('type: keychain')
    expect(text).not.toMatch(/filesystem|Eby8vd/)
    expect(await kept()).toContain(container.accountKey)
    const after = await restarted().get()
    expect(after).toMatchObject({ inUse: chosen(), chosen: chosen(), needsRestart: false })
    expect(after.credentials).toMatchObject([
      { kind: 'account-key', use: 'in-use', source: 'console' },
    ])
  })

  test.each<[string, () => Promise<string> | string, StoredCredential['kind']]>([
    ['a connection string', () => connectionStringOf(azurite), 'account-key'],
    ['a SAS', () => containerSas(container), 'sas'],
  ])('opened by %s', async (_, secretOf, kind) => {
    const { setup } = await openedSetup()
    const secret = await secretOf()
    const view = await setup.chooseAzure(given(secret))
    expect(view.credentials).toMatchObject([
      { kind, use: 'after-restart', container: container.container, lastCheck: { works: true } },
    ])
    expect(JSON.stringify(view)).not.toMatch(/sig=|Eby8vd/)
  })

  test('that cannot be used changes nothing', async () => {
    const { setup, read, kept } = await openedSetup({ text: FILE })
    const attempt = setup.chooseAzure(given(WRONG_KEY))
    await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(attempt).rejects.toThrow(/the account key is wrong/)
    expect(await read()).toBe(FILE)
    expect(await kept()).toBeUndefined()
  })

  test('whose configuration cannot be written leaves the credential that was kept', async () => {
    const { setup, file, kept } = await openedSetup({ text: FILE })
    await setup.chooseAzure(given())
    const before = await kept()
    // Somebody broke the file meanwhile.
    await writeFile(file, 'version: 0.1\n  http: [')
    const other = await azurite.container()
    const attempt = setup.chooseAzure({ ...given(), container: other.container })
    await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(JSON.parse((await kept()) ?? '').logins).toEqual(JSON.parse(before ?? '').logins)
  })

  test('is not chosen where its credential cannot be kept', async () => {
    const keeper = await keeperOf({}, { set })
    const { setup, read } = await openedSetup({ text: FILE, keeper })
    const attempt = setup.chooseAzure(given())
    await expect(attempt).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'It is locked. Open it.',
    })
    expect(await read()).toBe(FILE)
  })

  test('is not chosen where secrets last no longer than Berth runs', async () => {
    const notice = {
      code: 'PASSPHRASE_MISSING',
      reason: 'No passphrase.',
      remedy: 'Set one.',
    } as const
    const state = { kind: 'memory', environment: false, notices: [notice] } as const
    const keeper = await keeperOf({}, { ...openMemory(), state })
    const { setup } = await openedSetup({ keeper })
    expect(await setup.get()).toMatchObject({
      keeps: 'memory',
      notices: ['No passphrase. Set one.'],
    })
    await expect(setup.chooseAzure(given())).rejects.toThrow(/nothing here could keep .* Set one/)
  })
})

describe('whatever Berth is killed in between', () => {
  test('the old container opens as long as the configuration names it, and the new one then', async () => {
    const { setup, kept } = await openedSetup()
    await setup.chooseAzure(given())
    const other = await azurite.container()
    await setup.chooseAzure({ ...given(), container: other.container })
    const names = JSON.parse((await kept()) ?? '').logins.map(
      (login: { container: string }) => login.container,
    )
    expect(names).toEqual([other.container, container.container])
  })
})

describe('a folder', () => {
  test('takes the place of a container, whose other keys go with it', async () => {
    const { setup, folder, read, restarted } = await openedSetup({ text: FILE })
    await setup.chooseAzure(given())
    const images = join(folder, 'images')
    const view = await setup.chooseFolder({ folder: images })
    expect(view.chosen).toEqual({ kind: 'filesystem', folder: images })
    expect(await read()).not.toMatch(/azure|keychain/)
    expect((await restarted().get()).inUse).toEqual({ kind: 'filesystem', folder: images })
  })

  test.each([
    ['relative', 'images', /whole path/],
    ['a file', 'FILE', /this is a file/],
  ])('that is %s is refused', async (_, asked, message) => {
    const { setup, file } = await openedSetup({ text: FILE })
    const attempt = setup.chooseFolder({ folder: asked === 'FILE' ? file : asked })
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'folder' })
    await expect(attempt).rejects.toThrow(message)
  })

  test('above the tree of a registry is what is written', async () => {
    const { setup, folder } = await openedSetup()
    await mkdir(join(folder, 'old/docker/registry/v2/repositories'), { recursive: true })
    const view = await setup.chooseFolder({ folder: join(folder, 'old/docker/registry/v2') })
    expect(view.chosen).toEqual({ kind: 'filesystem', folder: join(folder, 'old') })
  })
})

describe('what precedes the file', () => {
  test.each([
    ['--data', { overrides: { dataFolder: '/elsewhere' } }],
    ['REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY', {}],
    ['REGISTRY_STORAGE', {}],
  ])('%s is told of, and refuses a choice', async (source, wishes) => {
    const env = source.startsWith('--')
      ? {}
      : { [source]: source.endsWith('E') ? 'inmemory' : '/x' }
    const { setup } = await openedSetup({ env, ...wishes })
    expect((await setup.get()).fixedBy).toBe(source)
    await expect(setup.chooseFolder({ folder: '/y' })).rejects.toThrow(`set by ${source}`)
    await expect(setup.chooseAzure(given())).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('a variable that sets something else of storage does not', async () => {
    const env = { REGISTRY_STORAGE_DELETE_ENABLED: 'true' }
    const { setup } = await openedSetup({ env })
    expect((await setup.get()).fixedBy).toBeUndefined()
  })
})
