import { afterAll, beforeAll, expect, test } from 'vitest'
import { asking, digestsOf, pullImage } from '../support/http-image.ts'
import { type RunningRegistry, startRegistry } from '../support/registry-process.ts'
import { type FlakyAzurite, startFlakyAzurite } from './flaky-azurite.ts'
import { PUSHERS, startLoad } from './outage-load.ts'
import { createTraffic, type Traffic } from './traffic.ts'

const ROUNDS = 3

/** Long enough for a machine of two slow cores. */
const TIMEOUT = 120_000

const cleanUp = new AsyncDisposableStack()
let storage: FlakyAzurite
let registry: RunningRegistry

beforeAll(async () => {
  storage = cleanUp.use(await startFlakyAzurite())
  const azure = storage.container
  const extraConfig = { storage: { redirect: { disable: true } } }
  registry = cleanUp.use(await startRegistry({ program: 'berth', azure, extraConfig }))
}, TIMEOUT)

afterAll(() => cleanUp.disposeAsync())

/**
 * The ways in which storage fails in the middle of pushes. Azurite is no database: it syncs bytes
 * before it answers, but what it knows of them lies in memory, and is saved every five seconds and
 * when it is told to end. Azure keeps what it acknowledged; so Azurite is only made to fail in ways
 * in which it does that too. It is told to end, at any moment, which cuts its connections off and
 * then saves; or it is killed, while it is frozen with requests in it and has saved all that came
 * before them.
 */
const OUTAGES: readonly {
  readonly outage: string
  readonly happen: (traffic: Traffic) => Promise<void>
}[] = [
  {
    outage: 'it ends and is there again at once',
    happen: () => storage.away((azurite) => azurite.stop()),
  },
  {
    outage: 'it ends and stays away until a client is told',
    happen: async (traffic) => {
      const told = traffic.more('refused', 1)
      await storage.away(async (azurite) => {
        await azurite.stop()
        await told
      })
    },
  },
  {
    outage: 'it is killed',
    happen: async (traffic) => {
      await traffic.hold()
      await storage.azurite().saved()
      await freezeUnder(traffic)
      await storage.away((azurite) => azurite.kill())
    },
  },
  {
    outage: 'it hangs for a while',
    happen: async (traffic) => {
      await traffic.hold()
      await freezeUnder(traffic)
      storage.azurite().thaw()
    },
  },
]

/** Has every pusher send a request, after all were held, that storage does not answer. */
async function freezeUnder(traffic: Traffic): Promise<void> {
  storage.azurite().freeze()
  const sent = traffic.more('sent', PUSHERS)
  traffic.release()
  await sent
}

test.each(OUTAGES)(
  'nothing that was acknowledged is lost with storage when $outage',
  async ({ outage, happen }) => {
    const traffic = createTraffic(asking(registry.url))
    const load = startLoad(traffic, `outage/${outage.replaceAll(' ', '-')}`, storage.there)
    for (let round = 0; round < ROUNDS; round++) {
      await Promise.race([traffic.more('answered', 5 * PUSHERS), load.done])
      await Promise.race([happen(traffic), load.done])
    }
    await load.end()
    expect(traffic.faults).toEqual([])
    expect(load.images.length).toBeGreaterThanOrEqual(PUSHERS)
    for (const { repository, tag, image } of load.images) {
      expect(await pullImage(traffic.ask, repository, tag)).toEqual(digestsOf(image))
    }
  },
  TIMEOUT,
)
