import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { connectionStringOf, containerSas, WRONG_KEY } from '../storage-setup/azure-accounts.ts'
import type { OpenContainer } from '../support/azure-container.ts'
import { startAzurite, type Azurite } from '../support/azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { startOwnConsole, type OwnConsole } from './own-console.ts'

describeWith(['chromium'], 'where images live', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: OwnConsole
  let azurite: Azurite
  let container: OpenContainer
  let here: Visit
  let page: Page

  beforeAll(async () => {
    azurite = cleanUp.use(await startAzurite())
    container = await azurite.container('team-images')
    berth = await startOwnConsole(cleanUp)
    here = await visit(cleanUp.use(await openChromium()))
    ;({ page } = here)
    await page.goto(berth.link())
    await openStep()
  })

  async function openStep(): Promise<void> {
    await page.goto(`${berth.url}setup`)
    await page.getByRole('button', { name: 'Where images live' }).click()
    await expectSeen(page.getByRole('heading', { name: 'Where images live' }))
  }

  const field = (name: string) => page.getByRole('textbox', { name, exact: true })
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const paste = () => page.getByLabel('Account key, connection string or SAS')
  const account = () => field('Storage account')
  const where = () => page.getByRole('combobox', { name: 'Container' })

  describe('a folder', () => {
    test.each([
      [
        'not there',
        () => join(berth.home, 'new'),
        /no such folder yet; Berth makes it\. .* free\./,
      ],
      ['no whole path', () => 'images', 'Type the whole path of a folder.'],
      ['a file', () => join(berth.home, 'config/berth/config.yml'), 'This is a file.'],
      ['with other files', () => join(berth.home, 'config'), 'There are other files in it.'],
    ])('%s is told of as it is typed', async (_, path, said) => {
      await field('Folder').fill(path())
      await expectSeen(page.getByText(said))
    })

    test('of another registry is recognised and offered as it is', async () => {
      const tree = join(berth.home, 'old/docker/registry/v2')
      await mkdir(join(tree, 'repositories/team/app/_manifests/tags'), { recursive: true })
      await writeFile(join(berth.home, 'old/note'), '')
      await field('Folder').fill(tree)
      await expectSeen(page.getByText(/There are images already: 1.repository, to be served/))
      await expectSeen(page.getByText(`Berth uses ${join(berth.home, 'old')}, which holds`))
      expect(await violations(page)).toEqual([])
    })

    test('that cannot be used cannot be chosen', async () => {
      await field('Folder').fill('images')
      await expectSeen(page.getByText('Type the whole path of a folder.'))
      expect(await button('Use this folder').getAttribute('aria-disabled')).toBe('true')
    })
  })

  describe('a container', () => {
    test('what is pasted is taken apart', async () => {
      await page.getByRole('radio', { name: 'In Azure Blob Storage' }).click()
      await paste().fill(connectionStringOf(azurite))
      await expectSeen(page.getByText('A connection string. For account devstoreaccount1.'))
      await expect.poll(() => account().inputValue()).toBe('devstoreaccount1')
      await button('Other address or folder').click()
      expect(await field('Address of the blob service').inputValue()).toBe(azurite.url)
    })

    test('is picked from those that there are', async () => {
      await button('Show containers').click()
      await expectSeen(page.getByText('1 container: choose one in the field.'))
      await where().click()
      await page.getByRole('option', { name: 'team-images' }).click()
      expect(await where().inputValue()).toBe('team-images')
    })

    test('is tested, and nothing of it stays', async () => {
      await button('Test').click()
      await expectSeen(page.getByText('The container is empty.'))
      expect(await Array.fromAsync(container.client.listBlobsFlat())).toEqual([])
      expect(await violations(page)).toEqual([])
    })

    test('that is missing is made', async () => {
      await where().fill('new-images')
      await expectGone(page.getByText('The container is empty.'))
      await button('Test').click()
      await expectSeen(page.getByText('There is no such container.'))
      await button('Create “new-images”').click()
      await expectSeen(page.getByText('The container is empty.'))
      expect(await azurite.container('other').then(({ client }) => client.exists())).toBe(true)
      await where().fill('team-images')
    })

    test.each<[string, () => Promise<string> | string, RegExp]>([
      ['a wrong key', () => WRONG_KEY, /The account key is wrong: copy key1 or key2 again/],
      ['an expired SAS', () => containerSas(container, { hours: -2 }), /The SAS token expired on/],
      [
        'a SAS that may not write',
        () => containerSas(container, { rights: 'rl' }),
        /does not allow to create, write, delete/,
      ],
      ['nonsense', () => 'hunter2', /This is no account key, connection string or SAS/],
    ])('with %s is refused in plain words', async (_, secretOf, said) => {
      await paste().fill(await secretOf())
      await button('Test').click()
      await expectSeen(page.getByRole('group').getByText(said).last())
      expect((await berth.configText()).includes('azure')).toBe(false)
    })

    test('of an account that there is not is refused', async () => {
      await paste().fill(container.accountKey)
      await field('Address of the blob service').fill('https://nosuch.invalid')
      await button('Test').click()
      await expectSeen(page.getByText(/There is no host nosuch\.invalid|nosuch\.invalid cannot be/))
      await field('Address of the blob service').fill(azurite.url)
    })

    test('what was typed survives leaving, but for the secret', async () => {
      await expect.poll(() => where().inputValue()).toBe('team-images')
      await page.goto(`${berth.url}settings`)
      await openStep()
      await expectSeen(page.getByRole('radio', { name: 'In Azure Blob Storage', checked: true }))
      expect(await where().inputValue()).toBe('team-images')
      expect(await paste().inputValue()).toBe('')
    })

    test('is chosen with a SAS, which is in no file', async () => {
      const sas = await containerSas(container, { hours: 48 })
      await paste().fill(`${container.client.url}?${sas}`)
      await expectSeen(page.getByText(/For container team-images of account devstoreaccount1/))
      await page.keyboard.press('Enter')
      await expectSeen(page.getByRole('button', { name: 'Where images live · done' }))
      const text = await berth.configText()
      expect(text).toContain('container: team-images')
      expect(text).toContain('type: keychain')
      expect(text + berth.output()).not.toMatch(/sig=/)
    })
  })

  describe('after a restart', () => {
    beforeAll(async () => {
      await berth.stop()
      await berth.start()
      await page.goto(berth.link())
      await expectSeen(page.getByRole('heading', { name: 'Overview' }))
    })

    test('the SAS that ends soon is a warning', async () => {
      await expectSeen(page.getByText('The SAS that opens the storage expires in a day.'))
    })

    test('the credential is shown, and not its value', async () => {
      await page.goto(`${berth.url}credentials`)
      const item = page.getByRole('listitem').filter({ hasText: 'team-images' })
      await expectSeen(item.getByText('in use', { exact: true }))
      await expectSeen(item.getByText(/Expires in 1.day/))
      await button('Test').click()
      await expectSeen(item.getByText('works', { exact: true }))
      expect(await violations(page)).toEqual([])
      expect(await page.content()).not.toMatch(/sig=/)
    })

    test('the way to another place leads to its step, wherever set-up was left', async () => {
      await button('Choose where images live').click()
      await expectSeen(page.getByRole('heading', { level: 2, name: 'Where images live' }))
      await page.goBack()
      await expectSeen(page.getByRole('heading', { level: 1, name: 'Credentials' }))
    })

    test('it is not forgotten while it is needed', async () => {
      await button('Forget').hover()
      await expectSeen(
        page.getByText('The registry needs it. Choose another place', { exact: false }),
      )
      expect(await button('Forget').getAttribute('aria-disabled')).toBe('true')
    })

    test('it is replaced by one that works alone', async () => {
      await button('Replace').click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Account key, connection string or SAS').fill(WRONG_KEY)
      await dialog.getByRole('button', { name: 'Replace' }).click()
      await expectSeen(dialog.getByText(/the account key is wrong/i))
      await dialog.getByLabel('Account key, connection string or SAS').fill(container.accountKey)
      await dialog.getByRole('button', { name: 'Replace' }).click()
      await expectGone(dialog)
      await expectSeen(page.getByText('Account key', { exact: true }))
      await expectSeen(page.getByText(/It counts from the next start on/))
    })
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toEqual([])
  })
})
