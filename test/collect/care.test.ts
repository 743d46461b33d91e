import { describe, expect, test } from 'vitest'
import { createCare } from '../../server/collect/care.ts'
import { readGrowth } from '../../server/collect/growth.ts'
import { blobPath } from '../../server/registry/layout.ts'
import { APP, pushImage } from '../registry/content.ts'
import { failureOf } from '../storage/bytes.ts'
import { MEMORY, type OpenedStorage } from './storages.ts'

const by = { via: 'server' } as const
const FREE = { by, untagged: false, dryRun: false }

/** Care that goes on from one step to the next only when told to. */
function steppingCare({ driver, registry }: OpenedStorage) {
  const reached = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const pause = async () => {
    reached.resolve()
    await go.promise
  }
  const care = createCare({ driver, registry, grace: 0, pause })
  return { care, reached: reached.promise, go: go.resolve }
}

/** With an image that nothing needs any more. */
async function withWaste(at: OpenedStorage) {
  const digest = await pushImage(at.registry, 'config', 'v1')
  await at.registry.manifests.remove(APP, digest)
  await at.settle()
  return digest
}

describe('care of storage', () => {
  test('is one thing at a time', async () => {
    await using at = await MEMORY.open()
    await withWaste(at)
    const { care, reached, go } = steppingCare(at)
    const freed = care.collect(FREE)
    await reached
    const busy = {
      name: 'CareBusy',
      message: 'space is being freed already: wait until it is done',
    }
    expect(await failureOf(care.collect(FREE))).toMatchObject(busy)
    expect(await failureOf(care.check({ by, digests: false }))).toMatchObject(busy)
    expect(await failureOf(care.measure({ by }))).toMatchObject(busy)
    go()
    expect((await freed).removed.blobs).toBe(2)
    expect((await care.check({ by, digests: false })).faults).toBe(0)
  })

  test('ends when it is cancelled: what has not gone by then stays', async () => {
    await using at = await MEMORY.open()
    const digest = await withWaste(at)
    const { care, reached, go } = steppingCare(at)
    const stop = new AbortController()
    const freed = failureOf(care.collect({ ...FREE, signal: stop.signal }))
    await reached
    stop.abort(new Error('stopped'))
    go()
    expect(await freed).toMatchObject({ message: 'stopped' })
    expect(await at.driver.stat(blobPath(digest))).toBeDefined()
    expect((await care.collect(FREE)).removed.blobs).toBe(2)
  })

  test('ends with the registry, which waits for it', async () => {
    await using at = await MEMORY.open()
    await withWaste(at)
    const { care, reached, go } = steppingCare(at)
    const freed = failureOf(care.collect(FREE))
    await reached
    const closed = care.close()
    go()
    expect(await freed).toMatchObject({ message: 'the registry stops' })
    await closed
    expect(await failureOf(care.measure({ by }))).toMatchObject({ message: 'the registry stops' })
  })

  test('a measure is kept for the growth', async () => {
    await using at = await MEMORY.open()
    await pushImage(at.registry, 'config', 'v1')
    const { care, go } = steppingCare(at)
    go()
    const { bytes } = await care.measure({ by })
    expect(await readGrowth(at.driver)).toMatchObject([{ bytes }])
  })
})
