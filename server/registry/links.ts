import { posix } from 'node:path'
import { asDigest, type Digest } from '../oci/digest.ts'
import type { FoundObject, NewObject, SmallObject, StorageDriver } from '../storage/driver.ts'
import { createFresh, type OnLookup } from './fresh.ts'
import type { Pins } from './pins.ts'

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
  /** Removes one that a walk has found, unless it has changed or was held since. */
  removeFound(found: FoundObject): Promise<boolean>
}

const { dirname } = posix

/** Bytes of the longest link, and some white space. */
const LONGEST = 256

/** Links remembered at most: about 40 MB. */
const REMEMBERED = 100_000

/** @param whole see `SmallObject` */
export function link(path: string, digest: Digest, whole?: string): SmallObject {
  const bytes = Buffer.from(digest)
  return whole === undefined ? { path, bytes } : { path, bytes, whole }
}

/** @param remember false turns the memory off */
export function createLinks(
  driver: StorageDriver,
  pins: Pins,
  remember: boolean,
  onLookup?: OnLookup,
): Links {
  const known = createFresh<Digest>(REMEMBERED, remember && driver.exclusive, onLookup)

  return {
    read: (path) => known.get(path, () => readLink(driver, path)),
    async add(paths, digest, content) {
      const objects = paths.map((path) => link(path, digest))
      const group = content ? [content, ...objects] : objects
      await known.change(paths, async () => {
        await driver.writeInOrder([group])
        return linksAmong(objects)
      })
    },
    async writeInOrder(groups) {
      const objects = groups.flat()
      const paths = objects.map(({ path }) => path)
      await known.change(paths, async () => {
        await driver.writeInOrder(groups)
        return linksAmong(objects)
      })
    },
    remove: (path, folder = dirname(path)) =>
      known.change([path], async () => {
        await driver.remove(folder)
        return NONE
      }),
    async removeFound(found) {
      let isRemoved = false
      await known.change([found.path], async () => {
        isRemoved = await pins.removeFound(found)
        return NONE
      })
      return isRemoved
    },
  }
}

const NONE: ReadonlyMap<string, Digest> = new Map()

/** Where those of the objects point that can be read as links. */
function linksAmong(objects: readonly SmallObject[]): ReadonlyMap<string, Digest> {
  const found = new Map<string, Digest>()
  for (const { path, bytes } of objects) {
    const digest = bytes.length <= LONGEST ? asLink(bytes) : undefined
    if (digest) found.set(path, digest)
  }
  return found
}

async function readLink(driver: StorageDriver, path: string): Promise<Digest | undefined> {
  const bytes = await driver.read(path)
  return bytes && asLink(bytes)
}

function asLink(bytes: Uint8Array): Digest | undefined {
  return asDigest(Buffer.from(bytes).toString('utf8').trim())
}
