import { sharedAzurite } from '../support/shared-azurite.ts'
import { ContainerSASPermissions } from '@azure/storage-blob'
import { describe, expect, test } from 'vitest'
import type { AzureConfig } from '../../server/config/azure-config.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { freePort } from '../support/port.ts'
import { newPlace, type AzurePlace } from './azure-place.ts'
import { startAzureProxy, type Reply } from './azure-proxy.ts'
import { failureOf } from './bytes.ts'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

const WRONG_KEY = {
  kind: 'shared-key',
  accountKey: Buffer.alloc(64, 'wrong').toString('base64'),
} as const

/** The reason why a container that is there cannot be opened like this. */
async function refusal(place: AzurePlace, over: Partial<AzureConfig>): Promise<string> {
  const failure = await failureOf(place.open(over))
  expect(failure).toMatchObject({ name: 'StorageUnavailable' })
  const text = failure instanceof Error ? failure.message : ''
  const about = `container ${place.client.containerName} of storage account devstoreaccount1: `
  expect(text.slice(0, about.length)).toBe(about)
  for (const secret of [azurite.accountKey, 'sig=']) expect(text).not.toContain(secret)
  return text.slice(about.length)
}

function refused(code: string, minutes: number): Reply {
  const date = new Date(Date.now() + minutes * 60_000).toUTCString()
  return { status: 403, code, headers: { date } }
}

describe('a request to Azurite', () => {
  const HOUR = 3_600_000
  const hoursFromNow = (hours: number): Date => new Date(Date.now() + hours * HOUR)

  async function sasFor({ client }: AzurePlace, start: number, end: number, rights: string) {
    const permissions = ContainerSASPermissions.parse(rights)
    const [startsOn, expiresOn] = [hoursFromNow(start), hoursFromNow(end)]
    const url = new URL(await client.generateSasUrl({ permissions, startsOn, expiresOn }))
    return { kind: 'sas', token: url.search.slice(1) } as const
  }

  test('with a wrong key', async () => {
    const reason = await refusal(await newPlace(azurite), { credential: WRONG_KEY })
    expect(reason).toContain('the account key is wrong')
  })

  test.each([
    ['that has expired', -2, -1, 'racwdl', /expired on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/],
    ['that is not valid yet', 1, 2, 'racwdl', /is valid from \d{4}-\d\d-\d\d .* UTC only/],
    ['that may only read', -1, 1, 'r', /it lacks create, write, delete, list\)/],
  ])('with a SAS %s', async (_, start, end, rights, said) => {
    const place = await newPlace(azurite)
    const credential = await sasFor(place, start, end, rights)
    const reason = await refusal(place, { credential })
    expect(reason).toMatch(said)
    expect(reason).not.toContain(new URLSearchParams(credential.token).get('sig'))
  })

  test('with a SAS that suffices is done', async () => {
    const place = await newPlace(azurite)
    const driver = await place.open({ credential: await sasFor(place, -1, 1, 'racwdl') })
    expect(await failureOf(driver.check())).toBeUndefined()
  })

  test('to a host that is none', async () => {
    const serviceUrl = new URL('https://nosuch.invalid')
    const reason = await refusal(await newPlace(azurite), { serviceUrl })
    // The second where no resolver can be reached.
    expect(reason).toMatch(/there is no host nosuch\.invalid|nosuch\.invalid cannot be looked up/)
  })

  test('where nothing listens', async () => {
    const serviceUrl = new URL(`http://127.0.0.1:${await freePort()}/devstoreaccount1`)
    const reason = await refusal(await newPlace(azurite), { serviceUrl })
    expect(reason).toBe(`nothing answers at ${serviceUrl.host}: check storage.azure.serviceurl`)
  })

  /** These Azurite cannot do: the answer comes from before it. */
  test.each<[string, Reply, string | RegExp]>([
    [
      'ten minutes behind',
      refused('AuthenticationFailed', 10),
      "the clock of this machine is 10 minutes behind Azure's: set it right",
    ],
    [
      'an hour ahead',
      refused('AuthenticationFailed', -60),
      "the clock of this machine is 60 minutes ahead of Azure's: set it right",
    ],
    ['right', refused('AuthenticationFailed', -4), /the account key is wrong/],
    ['behind, and firewalled', refused('AuthorizationFailure', 10), /10 minutes behind/],
  ])('when the clock is %s', async (_, reply, said) => {
    await using proxy = await startAzureProxy(azurite, () => reply)
    const reason = await refusal(await newPlace(azurite), { serviceUrl: proxy.serviceUrl })
    expect(reason).toMatch(said)
  })
})
