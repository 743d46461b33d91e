import { sharedAzurite } from '../support/shared-azurite.ts'
import { ContainerSASPermissions } from '@azure/storage-blob'
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openAzure } from '../../server/storage/azure.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { azureConfig } from './azure-config.ts'
import { newPlace, type AzurePlace } from './azure-place.ts'
import { startAzureProxy } from './azure-proxy.ts'
import { failureOf, write } from './bytes.ts'
import { readText } from './driver-test.ts'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

const TREE = 'docker/registry/v2/'

async function put({ client }: AzurePlace, ...names: readonly string[]): Promise<void> {
  for (const name of names) await client.getBlockBlobClient(name).upload('x', 1)
}

async function messageOf(work: Promise<unknown>): Promise<string> {
  const failure = await failureOf(work)
  expect(failure).toMatchObject({ name: 'StorageUnavailable' })
  return failure instanceof Error ? failure.message : ''
}

describe('a container that is missing', () => {
  test('is made', async () => {
    const config = azureConfig(azurite, `new-${randomUUID()}`)
    const driver = await openAzure(config)
    await write(driver, 'object', Buffer.from('text'))
    expect(await readText(await openAzure(config), 'object')).toBe('text')
  })

  test('is made once for several who start together', async () => {
    const config = azureConfig(azurite, `new-${randomUUID()}`)
    const drivers = await Promise.all([1, 2, 3].map(() => openAzure(config)))
    await Promise.all(drivers.map((driver) => driver.check()))
    expect(drivers).toHaveLength(3)
  })

  test('is asked for where a SAS may not make it', async () => {
    const { client } = await newPlace(azurite)
    const permissions = ContainerSASPermissions.parse('racwdl')
    const expiresOn = new Date(Date.now() + 3_600_000)
    const sas = new URL(await client.generateSasUrl({ permissions, expiresOn }))
    await client.delete()
    const credential = { kind: 'sas', token: sas.search.slice(1) } as const
    const config = { ...azureConfig(azurite, client.containerName), credential }
    const message = await messageOf(openAzure(config))
    expect(message).toMatch(/^there is no container berth-\S+ in storage account devstoreaccount1/)
    expect(message).toContain('could not be made')
    expect(message).toContain(
      `az storage container create --account-name devstoreaccount1 --name ${client.containerName}`,
    )
    expect(message).not.toContain('sig=')
  })

  test('can be missing for a while only', async () => {
    const place = await newPlace(azurite)
    await using proxy = await startAzureProxy(azurite, ({ method }) =>
      method === 'PUT'
        ? { status: 409, code: 'ContainerBeingDeleted' }
        : { status: 404, code: 'ContainerNotFound' },
    )
    const message = await messageOf(place.open({ serviceUrl: proxy.serviceUrl }))
    expect(message).toContain('the container is being deleted: wait some minutes')
  })
})

describe('images under names that begin with a slash', () => {
  test.each([
    ['', `/${TREE}`, TREE],
    ['my/root', `/my/root/${TREE}`, `my/root/${TREE}`],
  ])('alone are refused, with root %j', async (rootDirectory, theirs, ours) => {
    const place = await newPlace(azurite)
    await put(place, `${theirs}repositories/a/_manifests/tags/x/current/link`)
    const message = await messageOf(place.open({ rootDirectory }))
    expect(message).toContain(`begin with a slash ("${theirs}")`)
    expect(message).toContain(`look under "${ours}"`)
    expect(message).toMatch(/Copy the blobs .* or set storage\.azure\.rootdirectory/)
  })

  test.each([
    ['beside images without one', [`/${TREE}blobs/x`, `${TREE}blobs/x`], ''],
    ['below another root', [`/${TREE}blobs/x`], 'root'],
    ['of something else', ['/docker/other', '/x'], ''],
    ['without any', ['x', 'docker/x'], ''],
  ])('do not matter %s', async (_, names, rootDirectory) => {
    const place = await newPlace(azurite)
    await put(place, ...names)
    const driver = await place.open({ rootDirectory })
    await write(driver, 'object', Buffer.from('text'))
    expect(await readText(driver, 'object')).toBe('text')
  })
})

/** Azurite cannot do it, so the answer comes from before it. */
test('an account with a hierarchical namespace is refused', async () => {
  const place = await newPlace(azurite)
  await using proxy = await startAzureProxy(azurite, ({ url }) =>
    url.includes('restype=account')
      ? { status: 200, headers: { 'x-ms-is-hns-enabled': 'true' } }
      : 'pass',
  )
  const message = await messageOf(place.open({ serviceUrl: proxy.serviceUrl }))
  expect(message).toContain('hierarchical namespace (Data Lake Storage)')
})

test('an account that does not tell its kind is taken', async () => {
  const place = await newPlace(azurite)
  await using proxy = await startAzureProxy(azurite, ({ url }) =>
    url.includes('restype=account') ? { status: 403, code: 'AuthorizationFailure' } : 'pass',
  )
  const driver = await place.open({ serviceUrl: proxy.serviceUrl })
  expect(await failureOf(driver.check())).toBeUndefined()
})
