import { OffsetConflict, type ByteRange, type StorageDriver } from './driver.ts'
import { memoryBody } from './memory-body.ts'

interface Stored {
  readonly bytes: Buffer
  readonly modified: Date
}

/** Storage that is gone with the process: for trying things out, and the plainest form of what a driver promises. */
export function openMemory(): StorageDriver {
  const objects = new Map<string, Stored>()
  const lengthOf = (path: string): number => objects.get(path)?.bytes.length ?? 0
  const put = (path: string, bytes: Uint8Array): void =>
    void objects.set(path, { bytes: Buffer.from(bytes), modified: new Date() })

  function move(from: string, to: string): void {
    const found = objects.get(from)
    if (!found) throw new Error(`there is nothing to move at ${from}`)
    objects.delete(from)
    objects.set(to, { ...found, modified: new Date() })
  }

  function checkOffset(path: string, offset: number): void {
    const size = lengthOf(path)
    if (size !== offset) throw new OffsetConflict(path, offset, size)
  }

  return {
    exclusive: true,
    read: async (path) => copyOf(objects.get(path)?.bytes),
    create: async (path, bytes) => put(path, bytes),

    async writeInOrder(groups) {
      for (const object of groups.flat()) {
        if ('from' in object) move(object.from, object.path)
        else put(object.path, object.bytes)
      }
    },

    async open(path, range) {
      const found = objects.get(path)
      return found && { size: found.bytes.length, body: memoryBody(part(found.bytes, range)) }
    },

    async stat(path) {
      const found = objects.get(path)
      return found && { size: found.bytes.length, modified: found.modified }
    },

    async *list(path, options) {
      const after = options?.after
      const names = childrenOf(objects.keys(), path)
      yield* (after === undefined ? names : names.filter((name) => name > after)).sort()
    },

    async append(path, offset, body) {
      checkOffset(path, offset)
      const gathered = await gather(body)
      checkOffset(path, offset)
      put(path, Buffer.concat([objects.get(path)?.bytes ?? Buffer.alloc(0), ...gathered.chunks]))
      if (gathered.failure) throw gathered.failure.reason
      return lengthOf(path)
    },

    async remove(path) {
      for (const known of objects.keys()) {
        if (known === path || known.startsWith(`${path}/`)) objects.delete(known)
      }
    },

    async *walk(path) {
      const below = [...objects].filter(([known]) => known.startsWith(`${path}/`))
      yield below.map(([known, { bytes, modified }]) => {
        return { path: known, size: bytes.length, modified }
      })
    },

    async touch(path, since) {
      const found = objects.get(path)
      if (!found || found.modified >= since) return found?.modified
      const modified = new Date()
      objects.set(path, { ...found, modified })
      return modified
    },

    async removeFound({ path, size, modified }) {
      const found = objects.get(path)
      const isSame = found?.bytes.length === size && found.modified.getTime() === modified.getTime()
      return isSame && objects.delete(path)
    },

    removeEmptyFolders: async () => {},
    check: async () => {},
    close: async () => {},
  }
}

function childrenOf(paths: Iterable<string>, parent: string): string[] {
  const prefix = parent && `${parent}/`
  const names = new Set<string>()
  for (const path of paths) {
    if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split('/', 1)[0] ?? '')
  }
  return [...names]
}

async function gather(body: AsyncIterable<Uint8Array>) {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of body) chunks.push(Buffer.from(chunk))
    return { chunks }
  } catch (reason) {
    return { chunks, failure: { reason } }
  }
}

const copyOf = (bytes: Buffer | undefined): Buffer | undefined => bytes && Buffer.from(bytes)

const part = (bytes: Buffer, range: ByteRange | undefined): Buffer =>
  range ? bytes.subarray(range.first, range.last + 1) : bytes
