import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Browser, Locator, Page } from 'playwright-core'
import { startOwnBerth, type OwnBerth, type OwnBerthWishes } from '../support/own-berth.ts'
import { visit, type Visit } from './chromium.ts'
import { expectGone, expectSeen } from './expect-seen.ts'

/** The steps of set-up, in order. */
export const STEPS = [
  'Where images live',
  'Who may use it',
  'Azure-hosted registry',
  'Connect Docker',
] as const

type StepTitle = (typeof STEPS)[number]

/** The button of a step in the list of all of them. */
export const listed = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name })

/** Waits until the step is shown. */
export const stepSeen = (page: Page, name: string): Promise<void> =>
  expectSeen(
    page
      .getByRole('navigation', { name: 'Steps' })
      .locator('[aria-current=step]')
      .filter({ hasText: name }),
  )

/** Waits until the step is behind, by its own button. */
export const stepDone = (page: Page, name: StepTitle): Promise<void> =>
  expectSeen(listed(page, `${name} · done`))

export const skipStep = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Skip this step' }).click()

/** Berth as it is after it was installed, and set-up as it opens by itself. */
export interface FirstStart extends Visit {
  readonly berth: OwnBerth
}

/** Starts both; `cleanUp` ends Berth. */
export async function firstStart(
  cleanUp: AsyncDisposableStack,
  browser: Browser,
  wishes: OwnBerthWishes = {},
): Promise<FirstStart> {
  const berth = await startOwnBerth(cleanUp, wishes)
  const here = await visit(browser)
  await here.page.goto(berth.link())
  await expectSeen(here.page.getByRole('heading', { level: 1, name: 'Set up Berth' }))
  return { berth, ...here }
}

/** Waits until Berth would go on at this step, whatever becomes of it and of the window. */
export async function placeKept(berth: OwnBerth, step: string): Promise<void> {
  const kept = async () => (JSON.parse(await keptText(berth)) as { step?: string }).step
  await expect.poll(kept).toBe(step)
}

/** All that is kept of set-up. */
export const keptText = ({ folder }: OwnBerth): Promise<string> =>
  readFile(join(folder, 'setup.json'), 'utf8')

/** Kills Berth and starts it again in the same home, at the same port. */
export async function killAndStart(
  cleanUp: AsyncDisposableStack,
  berth: OwnBerth,
  { env }: Pick<OwnBerthWishes, 'env'> = {},
): Promise<OwnBerth> {
  process.kill(berth.pid, 'SIGKILL')
  await berth.end()
  const { home, port } = berth
  return await startOwnBerth(cleanUp, { home, port, ...(env && { env }) })
}

/** Restarts Berth by the button that says so, and waits until all counts that was set. */
export async function restartToUse(page: Page, berth: OwnBerth): Promise<void> {
  await page.getByRole('button', { name: 'Restart now' }).click()
  await berth.restarted(1)
  await expectGone(page.getByText('Restart Berth to use it.'))
}

/** Fills the fields of another registry. */
export async function fillRemote(
  within: Page | Locator,
  url: string,
  user: string,
  password: string,
): Promise<void> {
  await within.getByRole('textbox', { name: 'Address' }).fill(url)
  await within.getByRole('textbox', { name: 'User' }).fill(user)
  await within.getByLabel('Password', { exact: false }).last().fill(password)
}

/** How the last page of set-up says that each step ended. */
export async function endsOf(page: Page): Promise<readonly string[]> {
  await expectSeen(page.getByRole('heading', { name: 'Set-up is over' }))
  const section = page.getByRole('region', { name: 'Set-up is over' })
  const texts = await section.locator('dd').allTextContents()
  expect(texts).toHaveLength(STEPS.length)
  return texts
}
