import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { openSecrets } from '../../server/secrets/secrets.ts'
import { saveLogins } from '../../server/storage-setup/kept-logins.ts'
import { CHEAP, noKeychain } from '../secrets/opened.ts'
import type { OpenContainer } from '../support/azure-container.ts'
import type { AzureService } from '../support/azurite.ts'
import { sharedAzurite } from '../support/shared-azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { asking, newImage, pushImage } from '../support/http-image.ts'
import { startRegistry } from '../support/registry-process.ts'
import { berth } from './berth.ts'

const cleanUp = cleanUpAfterAll()
let azurite: AzureService
let container: OpenContainer
let folder: string

// A keychain of whoever runs this is left alone: there is no bus on which one could be found.
const noBus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', XDG_RUNTIME_DIR: '/nowhere' }
const PASSPHRASE = 'correct horse battery staple'
const env = () => ({ ...noBus, XDG_CONFIG_HOME: folder })

beforeAll(async () => {
  azurite = await sharedAzurite(cleanUp)
  container = await azurite.container()
  folder = cleanUp.use(await temporaryFolder('kept')).path
  await mkdir(join(folder, 'berth'))
  await writeFile(configFile(), stringify({ version: 0.1, storage: { azure: azure() } }))
})

const configFile = (): string => join(folder, 'berth', 'config.yml')

function azure() {
  const { accountName: accountname, container: name, url: serviceurl } = container
  const credentials = { type: 'keychain' }
  return { accountname, container: name, serviceurl, credentials, accountkey: undefined }
}

/** Serves with what the variables say, has an image pushed, and gives all that was written. */
async function serveAndPush(more: Readonly<Record<string, string>>): Promise<string> {
  await using registry = await startRegistry({
    program: 'berth',
    azure: container,
    env: { ...env(), ...more },
    extraConfig: { storage: { azure: azure() } },
  })
  await pushImage(asking(registry.url), 'app', 'v1', newImage())
  await registry.stop()
  return registry.output()
}

async function keep(): Promise<void> {
  const secrets = await openSecrets({
    folder: join(folder, 'berth'),
    env: { BERTH_SECRETS_PASSPHRASE: PASSPHRASE },
    launchHelper: noKeychain,
    scryptCost: CHEAP,
  })
  const { accountName, accountKey } = azurite
  const credential = { kind: 'shared-key', accountKey } as const
  await saveLogins(secrets, [
    { accountName, container: container.container, credential, savedAt: Date.now() },
  ])
  secrets.close()
}

test('without a credential it ends, and says what to do', async () => {
  const outcome = await berth(['serve'], { env: env() })
  expect(outcome).toMatchObject({ code: 1, stdout: '' })
  expect(outcome.stderr).toMatch(/keeps no credential for it .* set BERTH_SECRET_STORAGE_AZURE/)
})

test('a variable that holds it serves', async () => {
  const said = await serveAndPush({ BERTH_SECRET_STORAGE_AZURE: azurite.accountKey })
  expect(said).toContain(`images in    container ${container.container}`)
  expect(said).not.toContain(azurite.accountKey)
})

describe('in the encrypted file', () => {
  beforeAll(keep)

  test('it serves', async () => {
    const said = await serveAndPush({ BERTH_SECRETS_PASSPHRASE: PASSPHRASE })
    expect(said).not.toContain(azurite.accountKey)
  })

  test('a command that opens the container itself finds it', async () => {
    await serveAndPush({ BERTH_SECRETS_PASSPHRASE: PASSPHRASE })
    const more = { BERTH_SECRETS_PASSPHRASE: PASSPHRASE }
    const outcome = await berth(['tag', 'app:v1', 'app:v2'], { env: { ...env(), ...more } })
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
  })

  test('without the passphrase it says so', async () => {
    const outcome = await berth(['tag', 'app:v1', 'app:v3'], { env: env() })
    expect(outcome.code).toBe(1)
    expect(outcome.stderr).toMatch(/keeps no credential for it .*BERTH_SECRETS_PASSPHRASE/)
  })
})
