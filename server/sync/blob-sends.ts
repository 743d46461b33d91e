import type { RepositoryName } from '../oci/name.ts'
import { createSlots } from '../storage/slots.ts'
import type { PlannedBlob } from './plan-contents.ts'
import { sendBlob, type BlobParts } from './send-blob.ts'
import type { Width } from './width.ts'

/** The blobs of a run: each goes to each repository once, whatever images need it. */
export interface BlobSends {
  /** @throws what keeps it from getting there */
  bring(name: RepositoryName, blob: PlannedBlob): Promise<void>
}

/** Blobs of more bytes than this fill the line by themselves: so many of them at once. */
const LARGE = 8 * 1024 * 1024
const MOST_LARGE = 4

export function createBlobSends(parts: BlobParts, width: Width): BlobSends {
  const begun = new Map<string, Promise<void>>()
  const { target, tally, signal } = parts
  const large = createSlots(MOST_LARGE)

  /** In the plan or before it: where another repository has it, it is taken over from there. */
  async function bringNow(name: RepositoryName, { descriptor, from }: PlannedBlob): Promise<void> {
    // Outside the width, since what is waited for is inside.
    const isFrom =
      from === undefined || from === 'anywhere' || (await cameTo(from, descriptor.digest))
    await within(descriptor.size, async () => {
      const upload = from && isFrom ? await mount(name, { descriptor, from }) : undefined
      if (upload === true)
        return tally.blobDone(name, descriptor.digest, descriptor.size, 'mounted')
      await sendBlob(parts, name, descriptor, upload)
    })
  }

  const within = (size: number, work: () => Promise<void>): Promise<void> =>
    size > LARGE ? large.run(() => width.run(work, signal)) : width.run(work, signal)

  async function cameTo(from: RepositoryName, digest: string): Promise<boolean> {
    const other = begun.get(`${from} ${digest}`)
    return await (other?.then(
      () => true,
      () => false,
    ) ?? true)
  }

  const mount = (name: RepositoryName, { descriptor, from }: PlannedBlob) =>
    target.mount(name, descriptor, from === 'anywhere' ? undefined : from, { signal })

  return {
    bring(name, blob) {
      const key = `${name} ${blob.descriptor.digest}`
      const known = begun.get(key)
      if (known) return known
      const brought = bringNow(name, blob)
      begun.set(key, brought)
      // Another image may ask for it again once somebody has seen to it.
      brought.catch(() => begun.get(key) === brought && begun.delete(key))
      return brought
    },
  }
}
