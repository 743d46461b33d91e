import { posix } from 'node:path'
import { asDigest, type Digest } from '../oci/digest.ts'
import type { NewObject, SmallObject, StorageDriver } from '../storage/driver.ts'
import { createFresh } from './fresh.ts'

/** The small files that hold one digest each; see `layout.ts`. */
export interface Links {
  /** Where the link at `path` points. An empty or garbled link, as a crash of another registry may leave, counts as absent. */
  read(path: string): Promise<Digest | undefined>
  /** Writes links that never point anywhere else, together with what they stand for. */
  add(paths: readonly string[], digest: Digest, content?: NewObject): Promise<void>
  /** Writes links, and other small objects, one group after the other; see `StorageDriver.writeInOrder`. */
  writeInOrder(groups: readonly (readonly SmallObject[])[]): Promise<void>
  /** Removes the link at `path` with its folder, or with `folder` further up, of which nothing else is remembered. */
  remove(path: string, folder?: string): Promise<void>
}

const { dirname } = posix

/** Links remembered at most: about 40 MB. */
const REMEMBERED = 100_000

/** @param whole see `SmallObject` */
export function link(path: string, digest: Digest, whole?: string): SmallObject {
  const bytes = Buffer.from(digest)
  return whole === undefined ? { path, bytes } : { path, bytes, whole }
}

/** @param remember false turns the memory off */
export function createLinks(driver: StorageDriver, remember: boolean): Links {
  const known = createFresh<Digest>(REMEMBERED, remember && driver.exclusive)

  /** Both sides of the change, so that no read that overlaps it is kept. */
  async function change(paths: readonly string[], work: () => Promise<void>): Promise<void> {
    known.changed(paths)
    try {
      await work()
    } finally {
      known.changed(paths)
    }
  }

  return {
    read: (path) => known.get(path, () => readLink(driver, path)),
    async add(paths, digest, content) {
      const objects = paths.map((path) => link(path, digest))
      const group = content ? [content, ...objects] : objects
      await change(paths, () => driver.writeInOrder([group]))
      for (const path of paths) known.learn(path, digest)
    },
    writeInOrder: (groups) =>
      change(
        groups.flat().map(({ path }) => path),
        () => driver.writeInOrder(groups),
      ),
    remove: (path, folder = dirname(path)) => change([path], () => driver.remove(folder)),
  }
}

async function readLink(driver: StorageDriver, path: string): Promise<Digest | undefined> {
  const bytes = await driver.read(path)
  return bytes && asDigest(bytes.toString('utf8').trim())
}
