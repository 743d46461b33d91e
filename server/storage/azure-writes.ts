import type { AzureContainer } from './azure-container.ts'
import { isAbsent, isConflict, isOtherKind } from './azure-errors.ts'
import {
  OffsetConflict,
  type MovedObject,
  type NewObject,
  type SmallObject,
  type StorageDriver,
} from './driver.ts'
import { createSlots } from './slots.ts'

/** How often the service is asked whether a copy is done, in milliseconds; most are at once. */
const POLL = 500
/** Blobs deleted at once. */
const WIDTH = 16

/** The part of a driver that puts blobs in place and takes them away; see there for what each promises. */
export type AzureWrites = Pick<StorageDriver, 'writeInOrder' | 'create' | 'remove'>

export function createAzureWrites(
  container: AzureContainer,
  stat: StorageDriver['stat'],
): AzureWrites {
  const { client, blob, ask, nameOf } = container

  const upload = (path: string, bytes: Uint8Array) =>
    ask(
      (abortSignal) => blob(path).upload(Buffer.from(bytes), bytes.length, { abortSignal }),
      bytes.length,
    )

  async function put({ path, bytes }: SmallObject): Promise<void> {
    try {
      await upload(path, bytes)
    } catch (error) {
      // The service does not let a block blob take the place of an append blob.
      if (!isOtherKind(error)) throw error
      await deleteBlob(nameOf(path))
      await upload(path, bytes)
    }
  }

  async function copy(moved: MovedObject): Promise<void> {
    const conditions = moved.sameSize === undefined ? {} : { ifNoneMatch: '*' }
    try {
      await copyBlob(moved, conditions)
    } catch (error) {
      if (!isAbsent(error) && !isConflict(error) && !isOtherKind(error)) throw error
      await settle(moved, error)
    }
  }

  /** Somebody has put it there already, or it is no longer what it was. */
  async function settle(moved: MovedObject, error: unknown): Promise<void> {
    const [there, source] = await Promise.all([stat(moved.path), stat(moved.from)])
    if (there && there.size === moved.sameSize) return
    if (!source) throw new Error(`there is nothing to move at ${moved.from}`, { cause: error })
    if (moved.version !== undefined && source.version !== moved.version) {
      throw new OffsetConflict(moved.from, moved.sameSize ?? 0, source.size)
    }
    if (isOtherKind(error)) await deleteBlob(nameOf(moved.path))
    await copyBlob(moved, {})
  }

  /** Within one account the service copies by itself, mostly at once (learn.microsoft.com "Copy Blob"). */
  async function copyBlob(
    { from, path, version }: MovedObject,
    conditions: { readonly ifNoneMatch?: string },
  ): Promise<void> {
    const sourceConditions = version === undefined ? {} : { ifMatch: version }
    const options = { conditions, sourceConditions, intervalInMs: POLL }
    const poller = await ask((abortSignal) =>
      blob(path).beginCopyFromURL(blob(from).url, { ...options, abortSignal }),
    )
    while (!poller.isDone()) {
      await new Promise((resolve) => setTimeout(resolve, POLL))
      await ask((abortSignal) => poller.poll({ abortSignal }))
    }
    const status = poller.getOperationState().result?.copyStatus
    if (status !== 'success') throw new Error(`copying ${from} to ${path} ended as ${status}`)
  }

  async function place(object: NewObject): Promise<void> {
    await ('from' in object ? copy(object) : put(object))
  }

  async function writeGroup(group: readonly NewObject[]): Promise<void> {
    const [first, others] = [group.filter(isWhole), group.filter((object) => !isWhole(object))]
    await all(first, place)
    await all(others, place)
  }

  async function deleteBlob(name: string): Promise<void> {
    try {
      await ask((abortSignal) => client.getBlobClient(name).delete({ abortSignal }))
    } catch (error) {
      if (!isAbsent(error)) throw error
    }
  }

  async function namesBelow(path: string): Promise<string[]> {
    const names: string[] = []
    const pages = client.listBlobsFlat({ prefix: `${nameOf(path)}/` }).byPage()
    for (;;) {
      const page = await ask(() => pages.next())
      if (page.done) return names.sort()
      names.push(...page.value.segment.blobItems.map(({ name }) => name))
    }
  }

  return {
    create: (path, bytes) => put({ path, bytes }),

    async writeInOrder(groups) {
      for (const group of groups) await writeGroup(group)
      const moved = groups.flat().flatMap((object) => ('from' in object ? object.from : []))
      await all(moved, (from) => deleteBlob(nameOf(from)))
    },

    async remove(path) {
      const [[first, ...others]] = await Promise.all([namesBelow(path), deleteBlob(nameOf(path))])
      await all(others, deleteBlob)
      if (first !== undefined) await deleteBlob(first)
    },
  }
}

const isWhole = (object: NewObject): boolean => 'whole' in object && object.whole !== undefined

/** Some at a time; waits for all of them, also after a failure. */
async function all<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const slots = createSlots(WIDTH)
  const settled = await Promise.allSettled(items.map((item) => slots.run(() => work(item))))
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}
