import { expect, test } from 'vitest'
import { createCare, type Care } from '../../server/collect/care.ts'
import { createDesk } from '../../server/collect/desk.ts'
import type { CareWork } from '../../server/control/care-contract.ts'
import { pushImage } from '../registry/content.ts'
import { failureOf } from '../storage/bytes.ts'
import { MEMORY, type OpenedStorage } from './storages.ts'

const DUE = { by: { via: 'server' }, untagged: true, dryRun: false } as const
const SCHEDULE = { enabled: true, interval: 1, untagged: true, grace: 0 }

/** A desk whose care goes on from one step to the next only when told to. */
function openDesk({ driver, registry }: OpenedStorage) {
  const reached = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const pause = async () => {
    reached.resolve()
    await go.promise
  }
  const care: Care = createCare({ driver, registry, grace: 0, pause })
  const seen: CareWork[] = []
  let gone = 0
  const desk = createDesk({
    care,
    driver,
    schedule: () => SCHEDULE,
    onWork: (work) => (work ? void seen.push(work) : ended.resolve()),
    onImagesGone: () => void gone++,
  })
  const status = async () => await desk.status()
  return {
    care,
    desk,
    status,
    seen,
    gone: () => gone,
    reached: reached.promise,
    go: go.resolve,
    ended: ended.promise,
  }
}

test('a round that was due is seen while it goes on, and what came of it after', async () => {
  await using at = await MEMORY.open()
  await pushImage(at.registry, 'config')
  await at.settle()
  const { care, desk, status, seen, gone, reached, go, ended } = openDesk(at)
  const round = care.collect(DUE)
  await reached
  expect((await status()).work).toMatchObject({ task: 'collect', isBySelf: true })
  expect(seen[0]).toMatchObject({ task: 'collect', phase: 'listing', done: 0 })
  const by = { via: 'console' } as const
  expect(() => desk.measure(by)).toThrow('something else is being done with storage')
  expect((await status()).failure).toBeUndefined()
  go()
  const { removed } = await round
  await ended
  const after = await status()
  expect(after.work).toBeUndefined()
  expect(after.failure).toBeUndefined()
  expect(after.freed).toMatchObject({ untagged: true, manifests: 1, bytes: removed.bytes })
  expect(gone()).toBe(1)
})

test('it can be stopped from there, which is no failure', async () => {
  await using at = await MEMORY.open()
  await pushImage(at.registry, 'config')
  await at.settle()
  const { care, desk, status, reached, go, ended } = openDesk(at)
  const round = failureOf(care.collect(DUE))
  await reached
  desk.cancel()
  go()
  expect(await round).toMatchObject({ message: 'it was stopped in the console' })
  await ended
  expect(await status()).not.toHaveProperty('failure')
})

test.each([
  ['server', 'storage is away'],
  ['client', undefined],
] as const)('what goes wrong for a %s is told where nobody else hears of it', async (via, told) => {
  await using at = await MEMORY.open()
  const { care, status, ended } = openDesk(at)
  at.driver.stat = () => Promise.reject(new Error('storage is away'))
  await failureOf(care.collect({ ...DUE, by: { via } }))
  await ended
  expect((await status()).failure?.message).toBe(told)
})
