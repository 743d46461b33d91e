import { setTimeout as delay } from 'node:timers/promises'
import type { ServedConsole } from './console-server.ts'
import type { TreeSize } from './console-tree.ts'
import { longestTurns } from './server-turns.ts'

/** How a console came to know what is stored. */
export interface BuiltIndex {
  readonly seconds: number
  /** Milliseconds for which others had to wait at a time, the longest first. */
  readonly turns: readonly number[]
}

/** Between two questions whether it is built; milliseconds. */
const interval = 200

/** Waits until an index is built. @throws Error when it does not know all then */
export async function buildIndex(served: ServedConsole, expected: TreeSize): Promise<BuiltIndex> {
  const started = performance.now()
  // How it starts is no part of it.
  await longestTurns(served.launched)
  let { index } = await served.call('registry.status', undefined)
  while (index.state === 'building') {
    await delay(interval)
    index = (await served.call('registry.status', undefined)).index
  }
  const seconds = (performance.now() - started) / 1000
  if (index.repositories !== expected.repositories || index.tags !== expected.tags) {
    throw new Error(`the index knows ${index.repositories} repositories, ${index.tags} tags`)
  }
  return { seconds, turns: await longestTurns(served.launched) }
}
