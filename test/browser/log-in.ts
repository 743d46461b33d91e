import type { Page } from 'playwright-core'
import type { Credentials } from '../support/htpasswd.ts'

/** Fills in the form that is there, by keyboard alone. */
export async function logInAs(page: Page, { username, password }: Credentials): Promise<void> {
  const user = page.getByRole('textbox', { name: 'User' })
  await user.waitFor()
  await user.fill(username)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
}
