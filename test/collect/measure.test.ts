import { describe, expect, test } from 'vitest'
import { addToGrowth, readGrowth } from '../../server/collect/growth.ts'
import { measure } from '../../server/collect/measure.ts'
import { parseRepositoryName } from '../../server/oci/name.ts'
import { GROWTH } from '../../server/registry/layout.ts'
import { APP, imageOf, OTHER, pushBlob, pushImage } from '../registry/content.ts'
import { write } from '../storage/bytes.ts'
import { MEMORY } from './storages.ts'

const SHARED = 'shared by both'
const OWN = 'of one alone'

/** A measure of that time, UTC. */
const on = (day: string, bytes: number, time = '12:00') => ({
  measured: new Date(`${day}T${time}:00Z`),
  bytes,
})

describe('what is stored', () => {
  test('is counted once, and told apart by who has it', async () => {
    await using at = await MEMORY.open()
    await pushImage(at.registry, SHARED, 'v1')
    await pushImage(at.registry, SHARED, 'v1', OTHER)
    await pushBlob(at.registry, APP, OWN)
    const nobody = 'that nobody has'
    const lost = await pushBlob(at.registry, APP, nobody)
    await at.registry.blobs.remove(APP, lost)
    const { measured, ...usage } = await measure(at.driver, at.registry, {})
    const sharedBytes = SHARED.length + imageOf(SHARED).length
    expect(measured).toBeInstanceOf(Date)
    expect(usage).toStrictEqual({
      bytes: sharedBytes + OWN.length + nobody.length,
      blobs: 4,
      sharedBytes,
      unlinkedBytes: nobody.length,
      repositories: 2,
      largest: [
        { name: APP, bytes: sharedBytes + OWN.length, uniqueBytes: OWN.length },
        { name: OTHER, bytes: sharedBytes, uniqueBytes: 0 },
      ],
    })
  })

  test('the twenty largest are listed, the largest first', async () => {
    await using at = await MEMORY.open()
    for (let size = 1; size <= 22; size++) {
      await pushBlob(at.registry, parseRepositoryName(`r${size}`), 'x'.repeat(size))
    }
    const { largest, repositories } = await measure(at.driver, at.registry, {})
    expect(repositories).toBe(22)
    expect(largest.map(({ bytes }) => bytes)).toStrictEqual(
      Array.from({ length: 20 }, (_, index) => 22 - index),
    )
  })
})

describe('growth', () => {
  test('has the last measure of each day, the oldest first', async () => {
    await using at = await MEMORY.open()
    expect(await readGrowth(at.driver)).toStrictEqual([])
    for (const usage of [on('2026-11-28', 1), on('2026-11-29', 2), on('2026-11-29', 3, '23:59')]) {
      await addToGrowth(at.driver, usage)
    }
    expect(await readGrowth(at.driver)).toStrictEqual([
      { day: '2026-11-28', bytes: 1 },
      { day: '2026-11-29', bytes: 3 },
    ])
  })

  test('goes back 400 days', async () => {
    await using at = await MEMORY.open()
    const samples = Array.from({ length: 400 }, (_, index) => ({
      day: new Date(Date.UTC(2025, 0, index + 1)).toISOString().slice(0, 10),
      bytes: index,
    }))
    await write(at.driver, GROWTH, Buffer.from(JSON.stringify(samples)))
    await addToGrowth(at.driver, on('2026-11-30', 400))
    const growth = await readGrowth(at.driver)
    expect(growth).toHaveLength(400)
    expect(growth.at(0)?.day).toBe('2025-01-02')
  })

  test.each(['', '{', '{}', '[{"day":1},{"day":"2026-11-29","bytes":"2"}]'])(
    'that is damaged (%s) begins anew',
    async (text) => {
      await using at = await MEMORY.open()
      await write(at.driver, GROWTH, Buffer.from(text))
      await addToGrowth(at.driver, on('2026-11-30', 7))
      expect(await readGrowth(at.driver)).toStrictEqual([{ day: '2026-11-30', bytes: 7 }])
    },
  )
})
