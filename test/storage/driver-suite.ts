import { describe } from 'vitest'
import { appendProperties } from './driver-appends.ts'
import { bodyProperties } from './driver-bodies.ts'
import { concurrencyProperties } from './driver-concurrency.ts'
import type { OpenDriver, Traits } from './driver-test.ts'
import { objectProperties } from './driver-objects.ts'
import { tidyingProperties } from './driver-tidying.ts'
import { treeProperties } from './driver-trees.ts'

/**
 * All that `StorageDriver` promises. Every driver passes it; what is only its own it tests beside the
 * call.
 *
 * @param open an empty storage, removed when it is disposed of
 */
export function driverSuite(
  name: string,
  open: OpenDriver,
  traits: Traits = { folders: true },
): void {
  describe(`storage contract: ${name}`, () => {
    describe('objects', () => {
      objectProperties(open, traits)
    })
    describe('bodies', () => {
      bodyProperties(open)
    })
    describe('append', () => {
      appendProperties(open)
    })
    describe('list, move and remove', () => {
      treeProperties(open)
    })
    describe('walk, touch and tidy', () => {
      tidyingProperties(open, traits)
    })
    describe('side by side', () => {
      concurrencyProperties(open, traits)
    })
  })
}
