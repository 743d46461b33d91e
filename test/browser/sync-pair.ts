import type { Page } from 'playwright-core'
import { temporaryFolder } from '../support/folder.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'

/** A registry with its console in a browser, and another registry. */
export interface SyncPair {
  readonly here: RunningConsole
  readonly there: RunningRegistry
  readonly visit: Visit
}

/** `cleanUp` ends both. */
export async function startPair(cleanUp: AsyncDisposableStack): Promise<SyncPair> {
  const { path } = cleanUp.use(await temporaryFolder('sync-there'))
  const there = cleanUp.use(await startRegistry({ program: 'berth', folder: path }))
  // Registries that are saved are the person's own, wherever the images lie.
  const { path: home } = cleanUp.use(await temporaryFolder('sync-home'))
  const here = await startConsole(cleanUp, { env: { HOME: home, XDG_CONFIG_HOME: home } })
  const visited = await visit(cleanUp.use(await openChromium()))
  await visited.page.goto(here.link())
  return { here, there, visit: visited }
}

/** Saves a registry in Credentials, as a person does. */
export async function addRemote(page: Page, name: string, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Add registry' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Address' }).fill(address)
  await dialog.getByRole('radio', { name: 'Nothing' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Adds a sync with the first registry that is saved. @param fill what is another than at first */
export async function addSync(
  page: Page,
  fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void> = async () => {},
): Promise<void> {
  await page.getByRole('button', { name: 'Add sync' }).click()
  const dialog = page.getByRole('dialog')
  await fill(dialog)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
}
