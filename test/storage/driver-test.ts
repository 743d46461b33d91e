import { test } from 'vitest'
import type { StorageDriver } from '../../server/storage/driver.ts'

/** A driver on storage of its own. */
export interface OpenedDriver extends AsyncDisposable {
  readonly driver: StorageDriver
}

export type OpenDriver = () => Promise<OpenedDriver>

/** In what drivers may differ. */
export interface Traits {
  /** Whether folders are things of their own: nothing lies below an object, and a tree goes at once. */
  readonly folders: boolean
}

/** Runs `property` as a test, on an empty storage. */
export function driverTest(
  open: OpenDriver,
  title: string,
  property: (driver: StorageDriver) => Promise<void>,
): void {
  // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title -- both come with the property
  test(title, async () => {
    await using opened = await open()
    await property(opened.driver)
  })
}

/** The names of `path`'s children, as the driver lists them. */
export function namesIn(driver: StorageDriver, path: string, after?: string): Promise<string[]> {
  return Array.fromAsync(driver.list(path, after === undefined ? {} : { after }))
}

/** The object at `path` as text. */
export async function readText(driver: StorageDriver, path: string): Promise<string | undefined> {
  return (await driver.read(path))?.toString()
}
