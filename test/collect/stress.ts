import { setTimeout as delay } from 'node:timers/promises'
import { collect } from '../../server/collect/collect.ts'
import type { Digest } from '../../server/oci/digest.ts'
import { BLOBS, blobAt } from '../../server/registry/layout.ts'
import { seededRandom } from '../faults/random.ts'
import { createStressClient, type StressClient } from './stress-client.ts'
import type { OpenedStorage } from './storages.ts'

/** Registries on one storage, each with a collection that never ends, and clients that push and delete. */
export interface StressOptions {
  /** One for each process that shares the storage. */
  readonly instances: readonly Pick<OpenedStorage, 'driver' | 'registry'>[]
  /** Milliseconds. */
  readonly grace: number
  readonly seconds: number
  readonly clients: number
  readonly seed: number
}

export interface StressTally {
  readonly rounds: number
  readonly collections: number
  readonly removedBlobs: number
  /** Pushes that took so long that something was collected, and were told so. */
  readonly refused: number
  /** Promises that were broken, in words; there must be none. */
  readonly broken: readonly string[]
  /** Blobs that are there though nothing needs them, or missing though something does. */
  readonly left: readonly Digest[]
  readonly lost: readonly Digest[]
}

/** Random pushes, mounts, retags, deletes and referrers while space is freed all the time. */
export async function stress(options: StressOptions): Promise<StressTally> {
  const { instances, grace, seconds, seed } = options
  const broken: string[] = []
  const until = Date.now() + seconds * 1_000
  const random = seededRandom(seed)
  const clients = Array.from({ length: options.clients }, (_, number) => {
    return createStressClient({ instances, grace, number, random: random.fork(number), broken })
  })
  let collections = 0
  let removedBlobs = 0
  const collecting = instances.map(async ({ driver, registry }, index) => {
    const choice = random.fork(1_000 + index)
    while (Date.now() < until) {
      const untagged = choice.chance(0.5)
      const { removed } = await collect(driver, registry, { grace, untagged, dryRun: false })
      collections++
      removedBlobs += removed.blobs
      await delay(choice.between(0, 50))
    }
  })
  const pushing = clients.map(async (client) => {
    while (Date.now() < until) await client.round()
  })
  await Promise.all([...collecting, ...pushing])
  await delay(grace + 1_500)
  const end = await settled(options, clients)
  const sum = (of: (client: StressClient) => number) =>
    clients.reduce((all, one) => all + of(one), 0)
  return {
    rounds: sum(({ rounds }) => rounds),
    refused: sum(({ refused }) => refused),
    collections,
    removedBlobs,
    broken,
    ...end,
  }
}

/** What is there once nobody pushes any more, against what the clients say should be. */
async function settled({ instances, grace }: StressOptions, clients: readonly StressClient[]) {
  const [first] = instances
  if (!first) throw new Error('no instance')
  // Twice: what is about something that the first has removed goes with the second.
  for (let time = 0; time < 2; time++) {
    await collect(first.driver, first.registry, { grace, untagged: true, dryRun: false })
  }
  for (const client of clients) await client.checkAll()
  const needed = new Set(clients.flatMap((client) => [...client.needed()]))
  const there = new Set<Digest>()
  for await (const page of first.driver.walk(BLOBS)) {
    for (const digest of page.map(({ path }) => blobAt(path))) if (digest) there.add(digest)
  }
  return {
    left: [...there].filter((digest) => !needed.has(digest)),
    lost: [...needed].filter((digest) => !there.has(digest)),
  }
}
