import type { Locator } from 'playwright-core'
import { expect } from 'vitest'

/** Waits until it can be seen. */
export async function expectSeen(locator: Locator): Promise<void> {
  await expect(locator.first().waitFor()).resolves.toBeUndefined()
}

/** Waits until it is not there any more, however many of it there were. */
export async function expectGone(locator: Locator): Promise<void> {
  await expect(locator.first().waitFor({ state: 'detached' })).resolves.toBeUndefined()
}
