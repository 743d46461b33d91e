import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Input, MethodName, Output } from '../../server/control/contract.ts'
import type { SyncRun } from '../../server/control/sync-run-contract.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { asking, newImage, pushImage, putManifest } from '../support/http-image.ts'
import type { ScheduleTimes } from '../../server/sync-targets/schedule.ts'
import { digestOf } from '../support/snapshot.ts'
import { temporaryFolder } from '../support/folder.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'

const cleanUp = cleanUpAfterAll()

function controlOf(server: TestServer) {
  return async <M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> => {
    const outcome = await server.console?.control.dispatch(method, input, {})
    if (outcome && 'output' in outcome) return outcome.output as Output<M>
    throw new Error(JSON.stringify(outcome?.failure))
  }
}

async function startPair({ times }: { readonly times?: ScheduleTimes } = {}) {
  const there = cleanUp.use(await startTestServer())
  const { path: folder } = cleanUp.use(await temporaryFolder('sync-here'))
  const remotes = {
    get: async (name: string) => (name === 'there' ? { name, url: there.url } : undefined),
    loginOf: async () => undefined,
    noteUse: async () => {},
  }
  const start = async () =>
    cleanUp.use(await startTestServer({ folder, syncs: { remotes, ...(times && { times }) } }))
  const here = await start()
  const restart = async () => {
    await here.stop()
    return await start()
  }
  return { here, there, ask: controlOf(here), restart }
}

const RULE = { direction: 'push', referrers: true, deletes: false, afterPush: false } as const

/** Waits for events until something is as it should be. */
async function until<T>(server: TestServer, look: () => Promise<T | undefined>): Promise<T> {
  let woken = Promise.withResolvers<void>()
  const subscription = server.console?.control.events.subscribe(
    ({ event }) => event.type === 'sync' && woken.resolve(),
  )
  try {
    for (;;) {
      woken = Promise.withResolvers()
      const found = await look()
      if (found !== undefined) return found
      await woken.promise
    }
  } finally {
    subscription?.end()
  }
}

async function ended(server: TestServer, begin: Promise<SyncRun>): Promise<SyncRun> {
  const { id } = await begin
  return await until(server, async () => {
    const run = await controlOf(server)('sync.getRun', { run: id })
    return run.endedAt === undefined ? undefined : run
  })
}

/** The first run that ends. */
function nextEnd(server: TestServer): Promise<SyncRun> {
  return until(server, async () => {
    const runs = await controlOf(server)('sync.runs', { limit: 10 })
    return runs.find(({ endedAt }) => endedAt !== undefined)
  })
}

/** Until some of it is on its way. */
/** Waits until more than `least` bytes were handed over; some of them may still be on their way. */
async function moving(server: TestServer, id: number, least = 100_000): Promise<void> {
  await until(server, async () => {
    const { progress } = await controlOf(server)('sync.getRun', { run: id })
    return (progress?.doneBytes ?? 0) > least ? true : undefined
  })
}

describe('a target', async () => {
  const { here, there, ask } = await startPair()
  const image = newImage()
  await pushImage(asking(here.url), 'team/app', 'v1', image)

  test('is saved, planned and brought level, and the history tells of it', async () => {
    const { id } = await ask('sync.saveTarget', { remote: 'there', rule: RULE })
    const run = await ended(here, ask('sync.start', { target: id }))
    expect(run).toMatchObject({ state: 'level', totals: { new: 1 }, failed: 0 })
    const pulled = await there.send('/v2/team/app/manifests/v1')
    expect(pulled.body).toEqual(image.manifest)
    const { items } = await ask('sync.runImages', { run: run.id, offset: 0, limit: 10 })
    expect(items).toMatchObject([
      { repository: 'team/app', tag: 'v1', state: 'new', result: 'done' },
    ])
    const [target] = await ask('sync.targets', undefined)
    expect(target).toMatchObject({ id, url: there.url, lastRun: { id: run.id }, waiting: 0 })
  })

  test('has its conflicts settled by a person', async () => {
    const [target] = await ask('sync.targets', undefined)
    const id = target?.id ?? ''
    const [ours, theirs] = [newImage(), newImage()]
    await pushImage(asking(here.url), 'team/app', 'v1', ours)
    await pushImage(asking(there.url), 'team/app', 'v1', theirs)
    expect(await ended(here, ask('sync.start', { target: id }))).toMatchObject({
      state: 'conflicts',
      conflicts: 1,
    })
    const name = { target: id, repository: 'team/app', tag: 'v1' }
    const both = await ended(
      here,
      ask('sync.resolve', { ...name, keep: 'both', otherTag: 'theirs' }),
    )
    expect(both).toMatchObject({ state: 'level' })
    expect((await there.send('/v2/team/app/manifests/v1')).body).toEqual(ours.manifest)
    expect((await there.send('/v2/team/app/manifests/theirs')).body).toEqual(theirs.manifest)
    await putManifest(asking(there.url), 'team/app', 'v1', theirs.manifest)
    const back = await ended(here, ask('sync.resolve', { ...name, keep: 'there' }))
    expect(back).toMatchObject({ state: 'level', direction: 'pull' })
    expect((await here.send('/v2/team/app/manifests/v1')).body).toEqual(theirs.manifest)
  })
})

describe('a target that is looked after', () => {
  const times = { debounce: 20, patience: 200, tick: 10 }

  test('gets what is pushed here soon after, also what was pushed before a restart', async () => {
    const { here, there, ask } = await startPair({ times })
    const { id } = await ask('sync.saveTarget', {
      remote: 'there',
      rule: { ...RULE, afterPush: true, tags: ['v*'] },
    })
    const [image, other] = [newImage(), newImage()]
    const done = nextEnd(here)
    await pushImage(asking(here.url), 'team/app', 'v1', image)
    await pushImage(asking(here.url), 'team/app', 'draft', other)
    expect(await done).toMatchObject({ target: id, cause: 'push', state: 'level' })
    expect((await there.send('/v2/team/app/manifests/v1')).body).toEqual(image.manifest)
    expect((await there.send('/v2/team/app/manifests/draft')).status).toBe(404)
    expect(await ask('sync.targets', undefined)).toMatchObject([{ waiting: 0 }])
  })

  test('keeps what waits while it is paused, over a restart', async () => {
    const { here, there, ask, restart } = await startPair({ times })
    const rule = { ...RULE, afterPush: true }
    const { id } = await ask('sync.saveTarget', { remote: 'there', rule, paused: true })
    const image = newImage()
    await pushImage(asking(here.url), 'team/app', 'v1', image)
    expect(await ask('sync.targets', undefined)).toMatchObject([{ id, waiting: 1, paused: true }])
    const again = await restart()
    const askAgain = controlOf(again)
    expect(await askAgain('sync.targets', undefined)).toMatchObject([{ id, waiting: 1 }])
    const done = nextEnd(again)
    await askAgain('sync.saveTarget', { id, remote: 'there', rule, paused: false })
    expect(await done).toMatchObject({ state: 'level' })
    expect((await there.send('/v2/team/app/manifests/v1')).body).toEqual(image.manifest)
  })
})

describe('a run', () => {
  test('is paused, goes on, and is cancelled', async () => {
    const { here, there, ask } = await startPair()
    await pushImage(asking(here.url), 'app', 'v1', newImage([randomBytes(600_000)]))
    const rule = { ...RULE, limit: 400_000 }
    const { id } = await ask('sync.saveTarget', { remote: 'there', rule })
    const { id: run } = await ask('sync.start', { target: id })
    await moving(here, run)
    expect(await ask('sync.pause', { run })).toMatchObject({ state: 'paused' })
    await expect(ask('sync.start', { target: id })).rejects.toThrow(/CONFLICT/)
    expect(await ask('sync.resume', { run })).toMatchObject({ state: 'running' })
    const over = await ended(here, ask('sync.cancel', { run }))
    expect(over).toMatchObject({ state: 'cancelled' })
    expect((await there.send('/v2/app/manifests/v1')).status).toBe(404)
  })

  test('goes on where it was when Berth starts again', async () => {
    const { here, there, ask, restart } = await startPair()
    const image = newImage([randomBytes(3_000_000)])
    await pushImage(asking(here.url), 'app', 'v1', image)
    const rule = { ...RULE, limit: 1_500_000 }
    const { id } = await ask('sync.saveTarget', { remote: 'there', rule })
    const { id: run } = await ask('sync.start', { target: id })
    await moving(here, run, 1_500_000)
    const again = await restart()
    const over = await ended(again, Promise.resolve(controlOf(again)('sync.getRun', { run })))
    expect(over).toMatchObject({ id: run, state: 'level' })
    expect(over.progress?.sentBytes).toBeLessThan(3_000_000)
    expect((await there.send('/v2/app/manifests/v1')).body).toEqual(image.manifest)
  })

  test('says what failed, and does just that again', async () => {
    const { here, there, ask } = await startPair()
    const [good, bad] = [newImage(), newImage()]
    await pushImage(asking(here.url), 'app', 'good', good)
    await pushImage(asking(here.url), 'app', 'bad', bad)
    const bytes = bad.blobs.at(-1) ?? Buffer.alloc(0)
    const layer = digestOf(bytes)
    const data = `docker/registry/v2/blobs/sha256/${layer.slice(7, 9)}/${layer.slice(7)}/data`
    await here.backdoor.remove(data)
    const { id } = await ask('sync.saveTarget', { remote: 'there', rule: RULE })
    const first = await ended(here, ask('sync.start', { target: id }))
    expect(first).toMatchObject({ state: 'failed', failed: 1 })
    const page = { run: first.id, offset: 0, limit: 10, result: 'failed' } as const
    const { items } = await ask('sync.runImages', page)
    expect(items).toMatchObject([{ tag: 'bad', problem: expect.stringMatching(/not there/) }])
    await here.backdoor.write(data, bytes)
    const second = await ended(here, ask('sync.retry', { run: first.id }))
    expect(second).toMatchObject({ state: 'level', cause: 'retry', totals: { new: 1, equal: 0 } })
    expect((await there.send('/v2/app/manifests/bad')).body).toEqual(bad.manifest)
  })
})
