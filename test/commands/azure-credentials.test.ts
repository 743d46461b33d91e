import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ContainerSASPermissions } from '@azure/storage-blob'
import { beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { OpenContainer } from '../support/azure-container.ts'
import type { AzureService } from '../support/azurite.ts'
import { sharedAzurite } from '../support/shared-azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import type { Outcome } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { send } from '../support/http-client.ts'
import { freePort } from '../support/port.ts'
import { startRegistry } from '../support/registry-process.ts'
import { berth } from './berth.ts'

const cleanUp = cleanUpAfterAll()
const HOUR = 3_600_000

let azurite: AzureService
let folder: string

beforeAll(async () => {
  azurite = await sharedAzurite(cleanUp)
  folder = cleanUp.use(await temporaryFolder('credentials')).path
})

/** Keys of `storage.azure`, and which of what they hold is secret. */
interface Given {
  readonly azure: Readonly<Record<string, unknown>>
  readonly secrets: readonly string[]
}

async function account(key = azurite.accountKey, more: object = {}): Promise<Given> {
  const { container, accountName: accountname, url: serviceurl } = await azurite.container()
  const azure = { accountname, accountkey: key, container, serviceurl, max_retries: 1, ...more }
  return { azure, secrets: [key] }
}

async function sas(container: OpenContainer, rights: string, hours = 1): Promise<Given> {
  const permissions = ContainerSASPermissions.parse(rights)
  const expiresOn = new Date(Date.now() + hours * HOUR)
  const startsOn = new Date(Date.now() - 9 * HOUR)
  const { client, accountName: accountname, url: serviceurl } = container
  const { search } = new URL(await client.generateSasUrl({ permissions, startsOn, expiresOn }))
  const sastoken = search.slice(1)
  const signature = new URLSearchParams(sastoken).get('sig') ?? ''
  const azure = { accountname, sastoken, container: container.container, serviceurl }
  return { azure, secrets: [sastoken, signature, encodeURIComponent(signature), 'sig='] }
}

async function serve({ azure }: Given, env: Record<string, string> = {}): Promise<Outcome> {
  const file = join(folder, `${crypto.randomUUID()}.yml`)
  await writeFile(
    file,
    stringify({ version: 0.1, storage: { azure }, http: { addr: '127.0.0.1:0' } }),
  )
  return await berth(['serve', file], { env, patience: 15_000 })
}

const OTHER_KEY = Buffer.alloc(64, 'another key').toString('base64')

describe.each<[what: string, given: () => Promise<Given>, code: number, said: RegExp]>([
  ['a wrong key', () => account(OTHER_KEY), 1, /the account key is wrong: copy key1 or key2 again/],
  [
    'a key that is none',
    () => account(`${OTHER_KEY.slice(0, 80)} x`),
    2,
    /accountkey: not the key of a storage account/,
  ],
  [
    'a SAS that has expired',
    async () => sas(await azurite.container(), 'racwdl', -1),
    1,
    /the SAS token expired on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: make a new one/,
  ],
  [
    'a SAS that may not list',
    async () => sas(await azurite.container(), 'rcw'),
    1,
    /the SAS token does not allow what Berth has to do \(it lacks delete, list\)/,
  ],
  [
    'a SAS for a container that is missing',
    async () => {
      const container = await azurite.container()
      await container.client.delete()
      return sas(container, 'racwdl')
    },
    1,
    /there is no container berth-\S+ in storage account \w+, and it could not be made/,
  ],
  [
    'an account that there is not',
    () => account(undefined, { serviceurl: 'https://nosuch.invalid' }),
    1,
    // The second where no resolver can be reached.
    /there is no host nosuch\.invalid: check the account name|nosuch\.invalid cannot be looked up/,
  ],
  [
    'an address where nothing listens',
    async () => account(undefined, { serviceurl: `http://127.0.0.1:${await freePort()}/x` }),
    1,
    /nothing answers at 127\.0\.0\.1:\d+: check storage\.azure\.serviceurl/,
  ],
  [
    'a container name against the rules',
    () => account(undefined, { container: 'Not_a_container' }),
    2,
    /storage\.azure\.container: found "Not_a_container", allowed: 3 to 63 lower-case letters/,
  ],
])('with %s', (_, given, code, said) => {
  test('it says so in a line, and ends', async () => {
    const bad = await given()
    const [plain, debugged] = await Promise.all([serve(bad), serve(bad, { BERTH_DEBUG: '1' })])
    expect(plain.stderr).toMatch(said)
    expect(plain.stderr).toMatch(/^berth: .+\n$/)
    expect(plain).toMatchObject({ code, stdout: '' })
    expect(debugged).toMatchObject({ code, stderr: expect.stringContaining('\n    at ') })
    const all = [plain, debugged].map(({ stdout, stderr }) => stdout + stderr).join('')
    for (const secret of bad.secrets) expect(all).not.toContain(secret)
  })
})

test('with a SAS that may only read it serves, and says why a push fails', async () => {
  const container = await azurite.container()
  const { azure, secrets } = await sas(container, 'rl')
  const { accountKey: _, ...place } = container
  await using registry = await startRegistry({
    program: 'berth',
    azure: { ...place, accountKey: '' },
    extraConfig: { storage: { azure: { ...azure, accountkey: undefined } } },
  })
  expect(await send(`${registry.url}/v2/`)).toMatchObject({ status: 200 })
  const push = await send(`${registry.url}/v2/app/blobs/uploads/`, { method: 'POST' })
  expect(push.status).toBe(503)
  expect(registry.output()).toContain('it lacks create, write, delete')
  for (const secret of secrets) expect(registry.output() + push.body).not.toContain(secret)
})
