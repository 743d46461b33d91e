import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { send } from '../support/http-client.ts'
import { describeWith } from '../support/tools.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'

/** A client that begins a push. */
const push = ({ registry }: RunningConsole) =>
  send(`${registry.url}/v2/a/blobs/uploads/`, { method: 'POST' })

describeWith(['chromium'], 'settings', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit
  let page: Page

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    here = await arrive(cleanUp, berth)
    ;({ page } = here)
    await page.goto(`${berth.url}settings`)
    await expectSeen(page.getByRole('heading', { name: 'Settings' }))
  })

  /** Where settings are kept, as the page says. */
  async function fileText(): Promise<string> {
    const said = (await page.getByText(/^Kept in .*config/).textContent()) ?? ''
    return await readFile(/Kept in (.*config\.yml),/.exec(said)?.[1] ?? '', 'utf8')
  }

  test('a switch takes effect at once, for clients as well', async () => {
    expect((await push(berth)).status).toBe(202)
    await page.getByRole('switch', { name: 'Read only' }).click()
    await expect.poll(async () => (await push(berth)).status).toBe(405)
    await page.getByRole('switch', { name: 'Read only' }).click()
    await expect.poll(async () => (await push(berth)).status).toBe(202)
    expect(await fileText()).toContain('readonly:')
  })

  test('an address that is none is refused beside its field, and can be discarded', async () => {
    const field = page.getByRole('textbox', { name: 'Address', exact: true })
    const before = await field.inputValue()
    await field.fill('nowhere')
    await field.press('Enter')
    await expectSeen(
      page.getByText('Not saved: found "nowhere", allowed: host:port', { exact: false }),
    )
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    await page.getByRole('button', { name: 'Discard' }).click()
    await expectGone(page.getByText('Not saved:', { exact: false }))
    expect(await field.inputValue()).toBe(before)
  })

  test('what needs a restart says so, until it is put back', async () => {
    const field = page.getByRole('textbox', { name: 'Patience when stopping' })
    await field.fill('30s')
    await page.getByRole('button', { name: 'Save: Patience when stopping' }).click()
    await expectSeen(page.getByText('What was changed takes effect then: Patience when stopping.'))
    await expectSeen(page.getByText('Until Berth is restarted: 10s'))
    expect(await fileText()).toContain('draintimeout: 30s')
    await page.getByRole('button', { name: 'Set Patience when stopping to its default' }).click()
    await expectGone(page.getByText('What was changed takes effect then', { exact: false }))
    expect(await fileText()).not.toContain('draintimeout')
  })

  test('are changed by keyboard alone', async () => {
    await page.getByRole('radio', { name: 'info', exact: true }).focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(fileText).toContain('level: debug')
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toEqual([])
  })
})
