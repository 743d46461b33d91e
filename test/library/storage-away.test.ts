import { describe, expect, test } from 'vitest'
import { tagPath } from '../../server/registry/layout.ts'
import { StorageUnavailable, type StorageDriver } from '../../server/storage/driver.ts'
import { OTHER, tagOf } from '../registry/content.ts'
import { pushLayers, tagsIn } from './content.ts'
import { openedLibrary } from './opened-library.ts'

describe('storage that fails', () => {
  test('is said to be away, and what is known stays', async () => {
    const state = { away: false }
    await using at = await openedLibrary({
      wrap: (driver) => unreliable(driver, () => state.away),
      before: (registry) => pushLayers(registry, ['x'], 'v1'),
    })
    state.away = true
    at.library.rescan()
    await at.library.settled()
    expect(await tagsIn(at.library)).toMatchObject([{ tag: 'v1' }])
    expect(at.complaints).toStrictEqual(['storage could not be looked through for the console'])
    await expect(at.library.getRepository({ repository: 'nobody' })).rejects.toThrow(
      StorageUnavailable,
    )
  })

  test('at the start: nothing is known, and said to be', async () => {
    const state = { away: true }
    await using at = await openedLibrary({ wrap: (driver) => unreliable(driver, () => state.away) })
    expect(at.library.status().state).toBe('building')
    expect(at.library.usedBytes()).toBeUndefined()
    state.away = false
    at.library.rescan()
    await at.library.settled()
    expect(at.library.status().state).toBe('ready')
    expect(at.library.usedBytes()).toBe(0)
  })

  test('for one repository: the others are looked at', async () => {
    const state = { away: true }
    const fails = (path: string): boolean =>
      state.away && path.includes(tagPath(OTHER, tagOf('v1')))
    await using at = await openedLibrary({
      wrap: (driver) => unreliable(driver, fails),
      async before(registry) {
        await pushLayers(registry, ['x'], 'v1')
        await pushLayers(registry, ['x'], 'v1', OTHER)
      },
    })
    expect(await tagsIn(at.library)).toMatchObject([{ tag: 'v1' }])
    expect(at.complaints).toHaveLength(1)
    state.away = false
    at.library.rescan()
    await at.library.settled()
    expect(await tagsIn(at.library, OTHER)).toMatchObject([{ tag: 'v1' }])
  })
})

/** Reads and lists fail for the paths that `isAway` names. */
function unreliable(driver: StorageDriver, isAway: (path: string) => boolean): StorageDriver {
  const check = (path: string): void => {
    if (isAway(path)) throw new StorageUnavailable('storage is away')
  }
  return {
    ...driver,
    async read(path) {
      check(path)
      return await driver.read(path)
    },
    async *list(path, options) {
      check(path)
      yield* driver.list(path, options)
    },
  }
}
