import { setImmediate as nextTurn } from 'node:timers/promises'
import { createRegistry, type Registry } from '../../server/registry/registry.ts'
import type { StorageDriver } from '../../server/storage/driver.ts'
import { seededRandom } from '../faults/random.ts'
import type { AzureService } from '../support/azurite.ts'
import { newPlace, type AzurePlace } from '../storage/azure-place.ts'
import { startAzureProxy, type Asked, type Fate } from '../storage/azure-proxy.ts'
import { STRICT } from './opened-registry.ts'

/** A registry on a container that it shares with others. */
export interface SharedRegistry extends Registry {
  readonly driver: StorageDriver
  /** Paths whose bytes it has read back, in the order in which it did. */
  readonly opened: readonly string[]
}

/** Two registries on one container, as two processes are. */
export interface Pair {
  readonly one: SharedRegistry
  readonly other: SharedRegistry
  readonly place: AzurePlace
}

type Wrap = (driver: StorageDriver) => StorageDriver

const asIs: Wrap = (driver) => driver

/** @param wrap stands between the first and its container */
export async function openPair(azurite: AzureService, wrap: Wrap = asIs): Promise<Pair> {
  const place = await newPlace(azurite)
  const [one, other] = [registryOn(wrap(await place.open())), registryOn(await place.open())]
  return { one, other, place }
}

/** Two whose requests to storage wait for chance, so that they meet in every order. */
export async function openShuffledPair(azurite: AzureService, seed: number) {
  const random = seededRandom(seed)
  return await openHeldPair(azurite, async () => {
    for (let turns = random.between(0, 100); turns > 0; turns--) await nextTurn()
  })
}

/** Two whose requests to storage wait for `before`, which may do something with what they find. */
export async function openHeldPair(
  azurite: AzureService,
  before: (asked: Asked) => Promise<unknown>,
  options: { readonly grace?: number } = {},
): Promise<Pair & AsyncDisposable> {
  const place = await newPlace(azurite)
  const proxy = await startAzureProxy(azurite, async (asked): Promise<Fate> => {
    await before(asked)
    return 'pass'
  })
  const open = async () => registryOn(await place.open({ serviceUrl: proxy.serviceUrl }), options)
  const [one, other] = [await open(), await open()]
  return { one, other, place, [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() }
}

/** Something that happens just before a request reaches storage. */
export interface Step {
  /** Which request; the first that fits, once the steps before are done. */
  readonly at: (asked: Asked) => boolean
  readonly work: () => Promise<unknown>
}

/** Does each of the steps in its time, and takes it off the list. */
export function inSteps(steps: Step[]): (asked: Asked) => Promise<void> {
  return async (asked) => {
    const [next] = steps
    if (!next?.at(asked)) return
    steps.shift()
    await next.work()
  }
}

function registryOn(driver: StorageDriver, more: { readonly grace?: number } = {}): SharedRegistry {
  const opened: string[] = []
  const watched: StorageDriver = {
    ...driver,
    open(path, range) {
      opened.push(path)
      return driver.open(path, range)
    },
  }
  const options = { policy: STRICT, remember: true, onDamage: () => {}, ...more }
  return { ...createRegistry(watched, options), driver, opened }
}
