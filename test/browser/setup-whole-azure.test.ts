import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { connectionStringOf, containerSas, WRONG_KEY } from '../storage-setup/azure-accounts.ts'
import type { OpenContainer } from '../support/azure-container.ts'
import { startAzurite, type Azurite } from '../support/azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { asking, newImage, pushImage } from '../support/http-image.ts'
import { describeWith } from '../support/tools.ts'
import { openChromium } from './chromium.ts'
import { expectSeen } from './expect-seen.ts'
import {
  endsOf,
  firstStart,
  killAndStart,
  listed,
  placeKept,
  restartToUse,
  skipStep,
  stepDone,
  stepSeen,
} from './wizard.ts'

/** For a whole set-up on a machine that does other things too, in milliseconds. */
const PATIENCE = 180_000

const env = { BERTH_SECRETS_PASSPHRASE: 'only for this test' }

interface Way {
  readonly name: string
  readonly wrong: (container: OpenContainer) => Promise<string> | string
  readonly said: RegExp
  readonly right: (container: OpenContainer) => Promise<string> | string
  /** That is in no paste, and is typed. */
  readonly typed: (page: Page, container: OpenContainer) => Promise<void>
}

const textbox = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const typeContainer = (page: Page, name: string) =>
  page.getByRole('combobox', { name: 'Container' }).fill(name)

const WAYS: readonly Way[] = [
  {
    name: 'an account key',
    wrong: () => WRONG_KEY,
    said: /The account key is wrong: copy key1 or key2 again/,
    right: ({ accountKey }) => accountKey,
    async typed(page, { accountName, url, container }) {
      await textbox(page, 'Storage account').fill(accountName)
      await page.getByRole('button', { name: 'Other address or folder' }).click()
      await textbox(page, 'Address of the blob service').fill(url)
      await typeContainer(page, container)
    },
  },
  {
    name: 'a connection string',
    wrong: (container) => connectionStringOf({ ...container, accountKey: WRONG_KEY }),
    said: /The account key is wrong: copy key1 or key2 again/,
    right: connectionStringOf,
    typed: (page, { container }) => typeContainer(page, container),
  },
  {
    name: 'a SAS',
    wrong: async (container) =>
      `${container.client.url}?${await containerSas(container, { hours: -2 })}`,
    said: /The SAS token expired on/,
    right: async (container) => `${container.client.url}?${await containerSas(container)}`,
    typed: async () => {},
  },
]

describeWith(['chromium'], 'the whole set-up, with images in Azure', () => {
  const cleanUp = cleanUpAfterAll()
  let azurite: Azurite
  let browser: Browser

  beforeAll(async () => {
    azurite = cleanUp.use(await startAzurite())
    browser = cleanUp.use(await openChromium())
  })

  test.each(WAYS)(
    'by $name, killed on the way',
    async ({ wrong, said, right, typed }) => {
      const container = await azurite.container()
      const first = await firstStart(cleanUp, browser, { env })
      const { page } = first
      await stepSeen(page, 'Where images live')
      await page.getByRole('radio', { name: 'In Azure Blob Storage' }).click()
      const paste = page.getByLabel('Account key, connection string or SAS')
      await paste.fill(await wrong(container))
      await expectSeen(page.getByText(/^(?:An account key|A connection string|A SAS)/))
      await typed(page, container)
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await expectSeen(page.getByRole('group').getByText(said).last())
      await paste.fill(await right(container))
      await page.getByRole('button', { name: 'Test and use this container' }).click()
      await stepDone(page, 'Where images live')
      await stepSeen(page, 'Who may use it')

      await placeKept(first.berth, 'people')
      await page.close()
      const berth = await killAndStart(cleanUp, first.berth, { env })
      const again = await first.page.context().newPage()
      again.setDefaultTimeout(20_000)
      await again.goto(berth.link())
      await again.getByRole('button', { name: 'Go on' }).click()
      await stepSeen(again, 'Who may use it')
      await again.getByRole('button', { name: 'Next', exact: true }).click()
      await skipStep(again)
      await skipStep(again)
      expect(await endsOf(again)).toEqual(['Done', 'Done', 'Skipped', 'Skipped'])
      await again.getByRole('button', { name: 'Open Overview' }).click()
      await expectSeen(again.getByText(container.container, { exact: false }).first())
      await pushImage(asking(berth.url), 'team/app', 'v1', newImage())
      const names = (await Array.fromAsync(container.client.listBlobsFlat())).map(
        ({ name }) => name,
      )
      expect(names).toContain(
        'docker/registry/v2/repositories/team/app/_manifests/tags/v1/current/link',
      )
      expect(first.faults).toEqual([])
    },
    PATIENCE,
  )

  test('without an end of it: what was chosen counts by a restart from the window', async () => {
    const container = await azurite.container()
    const { berth, page } = await firstStart(cleanUp, browser, { env })
    await page.getByRole('radio', { name: 'In Azure Blob Storage' }).click()
    const sas = await containerSas(container)
    await page
      .getByLabel('Account key, connection string or SAS')
      .fill(`${container.client.url}?${sas}`)
    await expectSeen(page.getByText(/For container .* of account devstoreaccount1/))
    await page.keyboard.press('Enter')
    await stepDone(page, 'Where images live')
    await listed(page, 'Connect Docker').click()
    await expectSeen(page.getByText('Restart Berth to use it.'))
    await restartToUse(page, berth)
    await pushImage(asking(berth.url), 'team/app', 'v1', newImage())
    await expectSeen(page.getByText('It has arrived:'))
    const names = (await Array.fromAsync(container.client.listBlobsFlat())).map(({ name }) => name)
    expect(names.some((name) => name.includes('repositories/team/app'))).toBe(true)
  })
})
