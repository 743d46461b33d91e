import { startAzurite } from '../support/azurite.ts'
import { temporaryFolder } from '../support/folder.ts'
import type { RegistryOptions } from '../support/registry-process.ts'

/** A kind of storage that the registry is killed on. */
export interface Storage {
  readonly name: string
  /** How many kills make a run. */
  readonly full: number
  readonly short: number
  /** What a registry that was killed had sent to it may be done after that. */
  readonly outlives: boolean
  /** How many times as long as on disk a request takes, more or less. */
  readonly slowness: number
  /** An empty place for images, and the registry that keeps them there; `cleanUp` ends the place. */
  readonly prepare: (cleanUp: AsyncDisposableStack) => Promise<RegistryOptions>
}

/** What is read goes through the registry, whose answers are judged. */
const THROUGH = { storage: { redirect: { disable: true } } }

/** The kinds, the first being the one that is meant when nothing is said. */
export const STORAGES: readonly [Storage, ...Storage[]] = [
  {
    name: 'disk',
    full: 320,
    short: 30,
    outlives: false,
    slowness: 1,
    prepare: async (cleanUp) => {
      const { path } = cleanUp.use(await temporaryFolder('faults'))
      return { program: 'berth', folder: path }
    },
  },
  {
    name: 'azure',
    full: 320,
    short: 16,
    outlives: true,
    slowness: 3,
    // Only the registry is killed here; what an end of the storage does is `azurite-restart.test.ts`.
    prepare: async (cleanUp) => {
      const azure = await cleanUp.use(await startAzurite()).container()
      return { program: 'berth', azure, extraConfig: THROUGH }
    },
  },
]
