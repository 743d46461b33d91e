import { readFile } from 'node:fs/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { ContainerSASPermissions } from '@azure/storage-blob'
import type { TokenCredential } from '@azure/identity'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { openAzure } from '../../server/storage/azure.ts'
import type { StorageDriver } from '../../server/storage/driver.ts'
import { startAzurite, type Azurite } from '../support/azurite.ts'
import { makeCertificate } from '../support/certificate.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'
import { azureConfig } from './azure-config.ts'
import { newPlace } from './azure-place.ts'
import { bodyOf, failureOf } from './bytes.ts'
import { requestsDuring } from './requests.ts'

const MINUTE = 60_000
const PATH = 'docker/registry/v2/blobs/sha256/aa/data with a blank & more'

async function linkOf(driver: StorageDriver, path = PATH): Promise<URL> {
  const link = await driver.link?.(path)
  if (!link) throw new Error('the driver makes no link')
  return link
}

/** What the registry's own clients do with a link. */
function linkProperties(open: () => Promise<StorageDriver>, protocol: 'http:' | 'https:'): void {
  const opened = async (): Promise<StorageDriver> => {
    const driver = await open()
    await driver.append(PATH, 0, bodyOf('0123456789'))
    return driver
  }

  test('gives the bytes to anybody', async () => {
    const link = await linkOf(await opened())
    const answer = await fetch(link)
    expect([answer.status, await answer.text()]).toStrictEqual([200, '0123456789'])
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  })

  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=8-', '89', 'bytes 8-9/10'],
  ])('gives a part: %s', async (range, text, contentRange) => {
    const answer = await fetch(await linkOf(await opened()), { headers: { range } })
    expect([answer.status, await answer.text()]).toStrictEqual([206, text])
    expect(answer.headers.get('content-range')).toBe(contentRange)
  })

  test.each([
    ['PUT', { 'x-ms-blob-type': 'BlockBlob' }],
    ['DELETE', {}],
  ])('is not for %s', async (method, headers) => {
    const driver = await opened()
    const answer = await fetch(await linkOf(driver), { method, headers })
    expect(answer.status).toBe(403)
    expect((await driver.read(PATH))?.toString()).toBe('0123456789')
  })

  test('is for one blob alone', async () => {
    const driver = await opened()
    await driver.append('other', 0, bodyOf('other'))
    const link = await linkOf(driver)
    link.pathname = (await linkOf(driver, 'other')).pathname
    expect((await fetch(link)).status).toBe(403)
  })

  test('works since a while, and for twenty minutes', async () => {
    const { protocol: scheme, searchParams } = await linkOf(await opened())
    const now = Date.now()
    const [start, end] = ['st', 'se'].map((name) => Date.parse(searchParams.get(name) ?? ''))
    expect(start).toBeLessThan(now - 4 * MINUTE)
    expect(start).toBeGreaterThan(now - 10 * MINUTE)
    expect(end).toBeLessThanOrEqual(now + 20 * MINUTE)
    expect(end).toBeGreaterThan(now + 19 * MINUTE)
    const [rights, resource] = [searchParams.get('sp'), searchParams.get('sr')]
    expect({ rights, resource, scheme }).toStrictEqual({
      rights: 'r',
      resource: 'b',
      scheme: protocol,
    })
    expect(searchParams.get('spr')).toBe(protocol === 'https:' ? 'https' : null)
  })
}

describe('a link by the account key', () => {
  const cleanUp = cleanUpAfterAll()
  let azurite: Azurite

  beforeAll(async () => {
    azurite = cleanUp.use(await startAzurite())
  })

  linkProperties(async () => (await newPlace(azurite)).open(), 'http:')

  test('leads below the root directory', async () => {
    const driver = await (await newPlace(azurite)).open({ rootDirectory: 'a root' })
    await driver.append('object', 0, bodyOf('text'))
    const answer = await fetch(await linkOf(driver, 'object'))
    expect(await answer.text()).toBe('text')
  })

  test('is made without a request', async () => {
    const driver = await (await newPlace(azurite)).open()
    expect(await requestsDuring(azurite, () => linkOf(driver))).toStrictEqual([])
  })

  test('cannot be made with a SAS', async () => {
    const place = await newPlace(azurite)
    const permissions = ContainerSASPermissions.parse('racwdl')
    const expiresOn = new Date(Date.now() + 60 * MINUTE)
    const sas = new URL(await place.client.generateSasUrl({ permissions, expiresOn }))
    const driver = await place.open({ credential: { kind: 'sas', token: sas.search.slice(1) } })
    expect(await driver.link?.(PATH)).toBeUndefined()
  })
})

/**
 * A token as Azurite's `--oauth basic` takes it: it looks at what is claimed, not at the signature. Like a
 * real one of which nothing is left it is asked for with each request, and can fail.
 */
function emulatedLogin(): TokenCredential & { fail(error: Error | undefined): void } {
  const seconds = Math.floor(Date.now() / 1_000)
  const claims = {
    aud: 'https://storage.azure.com',
    iss: 'https://sts.windows.net/tenant/',
    iat: seconds,
    nbf: seconds - 60,
    exp: seconds + 86_400,
    oid: '11059fcc-5514-4800-b5f8-49808b9cfab6',
    tid: 'ab1f708d-50f6-404c-a006-d71b2ac7a606',
  }
  const parts = [{ alg: 'none', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  let failure: Error | undefined
  return {
    fail: (error) => void (failure = error),
    async getToken() {
      if (failure) throw failure
      return { token: `${parts.join('.')}.x`, expiresOnTimestamp: Date.now() }
    },
  }
}

describeWith(['openssl'], 'a link by the login of an identity', () => {
  const cleanUp = cleanUpAfterAll()
  let azurite: Azurite

  beforeAll(async () => {
    const folder = cleanUp.use(await temporaryFolder('link')).path
    const certificate = await makeCertificate(folder)
    const ca = await readFile(certificate.certificate, 'utf8')
    setDefaultCACertificates([...getCACertificates('default'), ca])
    azurite = cleanUp.use(await startAzurite({ certificate }))
  })

  afterEach(() => vi.useRealTimers())

  async function openAs(login: TokenCredential): Promise<StorageDriver> {
    const { container } = await azurite.container()
    return openAzure({ ...azureConfig(azurite, container), credential: { kind: 'default' } }, login)
  }

  linkProperties(() => openAs(emulatedLogin()), 'https:')

  const keysDuring = async (work: () => Promise<unknown>): Promise<number> => {
    const seen = await requestsDuring(azurite, work)
    expect(seen.filter((request) => !request.includes('comp=userdelegationkey'))).toStrictEqual([])
    return seen.length
  }

  test('asks for a key once, for many', async () => {
    const driver = await openAs(emulatedLogin())
    const many = () => Promise.all(Array.from({ length: 20 }, (_, at) => linkOf(driver, `${at}`)))
    expect(await keysDuring(many)).toBe(1)
    expect(await keysDuring(many)).toBe(0)
  })

  test('asks for another before the key ends', async () => {
    const driver = await openAs(emulatedLogin())
    const end = (await linkOf(driver)).searchParams.get('ske') ?? ''
    const at = (minutes: number): Promise<number> => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(end) - minutes * MINUTE })
      return keysDuring(() => linkOf(driver))
    }
    expect(await at(31)).toBe(0)
    // Longer before than the link is good for.
    expect(await at(29)).toBe(1)
    expect(await at(20)).toBe(0)
  })

  test('asks again after a failure', async () => {
    const login = emulatedLogin()
    const driver = await openAs(login)
    login.fail(Object.assign(new Error('gone'), { name: 'CredentialUnavailableError' }))
    const failures = await Promise.all([failureOf(linkOf(driver)), failureOf(linkOf(driver))])
    for (const failure of failures) expect(failure).toMatchObject({ name: 'StorageUnavailable' })
    login.fail(undefined)
    expect((await linkOf(driver)).searchParams.get('skoid')).toMatch(/^11059fcc-/)
  })
})
