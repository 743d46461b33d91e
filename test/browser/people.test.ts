import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { ALICE } from '../support/htpasswd.ts'
import { send } from '../support/http-client.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'

describeWith(['chromium'], 'users and access rules', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let page: Page

  beforeAll(async () => {
    berth = await startConsole(cleanUp, { login: ALICE })
    ;({ page } = await visit(cleanUp.use(await openChromium())))
    await page.goto(`${berth.url}credentials`)
    await logInAs(page, ALICE)
    await expectSeen(page.getByRole('heading', { name: 'Credentials' }))
  })

  const rules = () => page.getByRole('list', { name: 'Access rules, in order' })
  const texts = async () =>
    (await rules().getByRole('listitem').allTextContents()).map((text) => text.slice(1))
  const row = (name: string) => page.getByRole('row').filter({ hasText: name })
  const statusOf = async (username: string, password: string, path = '/v2/') =>
    (await send(`${berth.registry.url}${path}`, { login: { username, password } })).status

  /** What axe finds when no notice is shown any more: those lie outside of the page's parts. */
  async function faults(): Promise<readonly string[]> {
    await expectGone(page.locator('.fui-Toast'))
    return await violations(page)
  }

  async function choose(name: string, item: string): Promise<void> {
    await page.getByRole('button', { name: `Actions for ${name}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }

  describe('users', () => {
    test('a user is added with a generated password, shown once', async () => {
      await page.getByRole('button', { name: 'Add user' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('bob')
      await dialog.getByRole('button', { name: 'Generate' }).click()
      const field = dialog.getByRole('textbox', { name: 'Password' })
      const password = await field.inputValue()
      expect(password).toMatch(/^(?:[a-z2-9]{5}-){3}[a-z2-9]{5}$/)
      await expectSeen(dialog.getByText('Copy it now: it is never shown again.', { exact: false }))
      await expectSeen(dialog.getByRole('button', { name: 'Copy the password' }))
      expect(await violations(page)).toStrictEqual([])
      await dialog.getByRole('button', { name: 'Add user' }).click()
      await expectGone(dialog)
      await expectSeen(row('bob').getByText('Can log in'))
      await expectSeen(row('bob').getByText('Not yet'))
      expect(await page.content()).not.toContain(password)
      expect(await statusOf('bob', password)).toBe(200)
    })

    test.each([
      ['password1', 'Easy to guess'],
      ['Tues-4711', 'Fair'],
      ['correct horse battery', 'Strong.'],
    ])('%s is called what it is', async (password, word) => {
      await choose('bob', 'Change password')
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Password', { exact: true }).fill(password)
      await expectSeen(dialog.getByText(word, { exact: false }))
      await page.keyboard.press('Escape')
      await expectGone(dialog)
    })

    test('a password is changed by keyboard alone', async () => {
      await page.getByRole('button', { name: 'Actions for bob' }).focus()
      await page.keyboard.press('Enter')
      await expectSeen(page.getByRole('menuitem', { name: 'Change password' }))
      await page.keyboard.press('Enter')
      const field = page.getByRole('dialog').getByLabel('Password', { exact: true })
      await expectSeen(field)
      await field.focus()
      await page.keyboard.type('second of bob, quite long')
      await page.keyboard.press('Enter')
      await expectGone(page.getByRole('dialog'))
      await expect.poll(() => statusOf('bob', 'second of bob, quite long')).toBe(200)
      await expect
        .poll(() =>
          page
            .getByRole('button', { name: 'Actions for bob' })
            .evaluate((one) => one === document.activeElement),
        )
        .toBe(true)
    })

    test('a user is disabled and enabled', async () => {
      await choose('bob', 'Disable')
      await expectSeen(row('bob').getByText('Disabled', { exact: true }))
      await expect.poll(() => statusOf('bob', 'second of bob, quite long')).toBe(401)
      await choose('bob', 'Enable')
      await expectSeen(row('bob').getByText('Can log in'))
    })

    test('nobody deletes themselves', async () => {
      await choose('alice', 'Delete')
      const dialog = page.getByRole('alertdialog')
      await dialog.getByRole('button', { name: 'Delete alice' }).click()
      await expectSeen(dialog.getByText('you cannot delete yourself', { exact: false }))
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await expectGone(dialog)
    })
  })

  describe('access rules', () => {
    test('the first rule leaves all else as it is', async () => {
      await expectSeen(page.getByText('There are no rules', { exact: false }))
      await page.getByRole('button', { name: 'Add rule' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Users').fill('bob')
      await dialog.getByLabel('Repositories').fill('team/**, tools')
      expect(await faults()).toStrictEqual([])
      await dialog.getByRole('button', { name: 'Add rule' }).click()
      await expectGone(dialog)
      await expect
        .poll(texts)
        .toEqual([
          'bob may pull team/** and tools',
          'Everybody who logs in may pull, push and delete every repository',
        ])
    })

    test('they tell who may do what', async () => {
      await page.getByRole('combobox', { name: 'User' }).click()
      await page.getByRole('option', { name: 'bob' }).click()
      await page.getByRole('combobox', { name: 'Repository' }).fill('team/app')
      await expectSeen(page.getByText('bob may pull team/app'))
      await expectSeen(page.getByText('by rule 1'))
    })

    test('they are put in another order by keyboard, at once', async () => {
      await page.getByRole('button', { name: 'Actions for rule 1' }).focus()
      await page.keyboard.press('Alt+ArrowDown')
      await expect
        .poll(texts)
        .toEqual([
          'Everybody who logs in may pull, push and delete every repository',
          'bob may pull team/** and tools',
        ])
      await expectSeen(page.getByText('bob may pull, push and delete team/app'))
      await page.getByRole('button', { name: 'Actions for rule 2' }).focus()
      await page.keyboard.press('Alt+ArrowUp')
      await expect.poll(async () => (await texts())[0]).toBe('bob may pull team/** and tools')
    })

    test('who would shut themselves out is told', async () => {
      await choose('rule 2', 'Change')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('checkbox', { name: 'Delete' }).click()
      await dialog.getByRole('button', { name: 'Save rule' }).click()
      await expectSeen(dialog.getByText('you could not change anything here', { exact: false }))
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await expectGone(dialog)
    })

    test('a mistake in a pattern is told', async () => {
      await choose('rule 1', 'Change')
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Repositories').fill('Team/App')
      await dialog.getByRole('button', { name: 'Save rule' }).click()
      await expectSeen(dialog.getByText('found "Team/App"', { exact: false }))
      await page.keyboard.press('Escape')
      await expectGone(dialog)
    })

    test('a rule is removed, and the removal undone', async () => {
      await choose('rule 1', 'Remove')
      await expect.poll(async () => (await texts()).length).toBe(1)
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(async () => (await texts()).length).toBe(2)
    })
  })

  test('what the page is made of is in order', async () => {
    await page.reload()
    await expectSeen(page.getByRole('list', { name: 'Access rules, in order' }))
    expect(await faults()).toStrictEqual([])
  })
})

describeWith(['chromium'], 'the step about people', () => {
  const cleanUp = cleanUpAfterAll()

  test('makes the first user, who counts after a restart', async () => {
    const berth = await startConsole(cleanUp)
    const { page } = await visit(cleanUp.use(await openChromium()))
    await page.goto(berth.link())
    await page.goto(`${berth.url}setup`)
    await page.getByRole('button', { name: 'Who may use it' }).click()
    await expectSeen(page.getByRole('heading', { name: 'Who may use it' }))
    await page.getByRole('radio', { name: 'Users with passwords' }).click()
    await page.getByLabel('Name').fill('carol')
    await page.getByLabel('Password', { exact: true }).fill('of carol, long enough')
    expect(await violations(page)).toStrictEqual([])
    await page.getByLabel('Password', { exact: true }).press('Enter')
    await expectSeen(page.getByText('These users can log in:'))
    await page.goto(`${berth.url}credentials`)
    await expectSeen(page.getByText('A login is not asked for yet.'))
    expect(await violations(page)).toStrictEqual([])
  })
})
