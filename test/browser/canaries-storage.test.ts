import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { beforeAll } from 'vitest'
import { connectionStringOf, containerSas } from '../storage-setup/azure-accounts.ts'
import type { OpenContainer } from '../support/azure-container.ts'
import { startAzurite } from '../support/azurite.ts'
import { canary } from '../support/canaries.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { send } from '../support/http-client.ts'
import { asking, newImage, pushImage, type Ask } from '../support/http-image.ts'
import { describeWith } from '../support/tools.ts'
import { startWatched, testNoneIsLeft, type Watched } from './canary-search.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'

/** For all the ways that the secrets go, in milliseconds. */
const PATIENCE = 180_000

const newKey = (): string => randomBytes(64).toString('base64')
const paste = (page: Page) => page.getByLabel('Account key, connection string or SAS')
/** The secret part of a SAS. */
const signatureOf = (sas: string): string => new URLSearchParams(sas).get('sig') ?? ''

async function choose(page: Page, text: string): Promise<void> {
  await paste(page).fill(text)
  await expectSeen(page.getByText(/For (?:container|account) /).first())
  await page.getByRole('button', { name: 'Test and use this container' }).click()
  await expectGone(page.getByRole('heading', { name: 'Where images live' }))
}

describeWith(['chromium'], 'nothing of what opens the storage is left anywhere', () => {
  const cleanUp = cleanUpAfterAll()
  const keys = { accountKey: newKey(), wrongKey: newKey(), wrongStringKey: newKey() }
  const alice = { username: 'alice', password: canary('password') }
  let canaries: Readonly<Record<string, string>>
  let watched: Watched
  let container: OpenContainer

  beforeAll(async () => {
    const { accountKey } = keys
    container = await cleanUp.use(await startAzurite({ accountKey })).container()
    watched = await startWatched(cleanUp, alice, { BERTH_SECRETS_PASSPHRASE: canary('passphrase') })
    const sas = {
      right: await containerSas(container),
      expired: await containerSas(container, { hours: -2 }),
      readOnly: await containerSas(container, { rights: 'rl' }),
    }
    canaries = {
      ...keys,
      sas: signatureOf(sas.right),
      expiredSas: signatureOf(sas.expired),
      readOnlySas: signatureOf(sas.readOnly),
      password: alice.password,
      passphrase: watched.env['BERTH_SECRETS_PASSPHRASE'] ?? '',
    }
    await plant(watched, sas)
  }, PATIENCE)

  const addressed = (sas: string) => `${container.client.url}?${sas}`

  async function plant(
    { page, berth, api }: Watched,
    sas: Readonly<Record<'right' | 'expired' | 'readOnly', string>>,
  ): Promise<void> {
    await page.goto(`${berth.url}/setup`)
    await logInAs(page, alice)
    await page.getByRole('button', { name: 'Where images live' }).click()
    await page.getByRole('radio', { name: 'In Azure Blob Storage' }).click()
    const wrongString = connectionStringOf({ ...container, accountKey: keys.wrongStringKey })
    for (const text of [wrongString, addressed(sas.expired), addressed(sas.readOnly)]) {
      await refused(page, text)
    }
    await page.getByRole('combobox', { name: 'Container' }).fill(container.container)
    await refused(page, keys.wrongKey)
    await paste(page).fill(`nonsense ${keys.wrongKey}`)
    await expectSeen(page.getByText('This is not recognised.', { exact: false }))
    await choose(page, addressed(sas.right))
    await page.getByRole('button', { name: 'Where images live' }).click()
    await page.getByRole('radio', { name: 'A key, connection string or SAS' }).click()
    await choose(page, connectionStringOf(container))
    await restart(page)
    await push(berth.url)
    await api.call('storage.replaceCredential', {
      account: container.accountName,
      container: container.container,
      secret: addressed(sas.right),
    })
    await look(page)
  }

  async function refused(page: Page, text: string): Promise<void> {
    await paste(page).fill(text)
    const where = page.getByRole('combobox', { name: 'Container' })
    if ((await where.inputValue()) === '') await where.fill(container.container)
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await expectSeen(page.getByText('It does not work'))
    await paste(page).fill('')
  }

  async function restart(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Connect Docker' }).click()
    await page.getByRole('button', { name: 'Restart now' }).click()
    await watched.berth.restarted(1)
    await expectGone(page.getByText('Restart Berth to use it.'))
  }

  async function push(url: string): Promise<void> {
    const ask = asking(url)
    const asAlice: Ask = (method, path, options) => ask(method, path, { ...options, login: alice })
    await pushImage(asAlice, 'team/app', 'v1', newImage())
    await send(`${url}/v2/team/app/tags/list`, { login: alice })
  }

  /** Without loading the page anew, which would forget everything. */
  async function look(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Credentials' }).click()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await expectSeen(page.getByText('works', { exact: true }))
    await page.getByRole('button', { name: 'Replace', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await paste(page).fill(keys.wrongKey)
    await dialog.getByRole('button', { name: 'Replace' }).click()
    await expectSeen(dialog.getByText(/the account key is wrong/i))
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expectGone(dialog)
    await page.getByRole('link', { name: 'Doctor' }).click()
    await expectSeen(page.getByText('Passwords and keys'))
  }

  testNoneIsLeft({
    watched: () => watched,
    canaries: () => canaries,
    shown: 'Passwords and keys',
  })
})
