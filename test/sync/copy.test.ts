import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Descriptor } from '../../server/oci/manifest.ts'
import { copyGraph, CopyError } from '../../server/sync/copy.ts'
import { newLedger, newShelf } from './image-in-memory.ts'

const digests = (...all: readonly Descriptor[]): string[] => all.map(({ digest }) => digest)

test('goes from the bottom up, each thing once', async () => {
  const shelf = newShelf()
  const shared = shelf.layer()
  const images = [shelf.image([shared, shelf.layer()]), shelf.image([shared])]
  const inner = shelf.index(images)
  const root = shelf.index([inner, ...images])
  const ledger = newLedger()
  const manifests: string[] = []
  await copyGraph(shelf, ledger, root, { onManifest: ({ digest }) => manifests.push(digest) })
  expect(ledger.pushed).toHaveLength(2 + 2 + 2 + 2)
  expect(new Set(ledger.pushed).size).toBe(8)
  expect(ledger.pushed.slice(-2)).toEqual(digests(inner, root))
  const places = [shared, ...images].map(({ digest }) => ledger.pushed.indexOf(digest))
  expect(places[0]).toBeLessThan(Math.min(...places.slice(1)))
  expect(manifests.toSorted()).toEqual(digests(...images, inner, root).toSorted())
})

test('what is there stays, and what can be mounted does not move', async () => {
  const shelf = newShelf()
  const [there, mounted, moved] = [shelf.layer(), shelf.layer(), shelf.layer()]
  const known = shelf.image([shelf.layer()])
  const image = shelf.image([there, mounted, moved])
  const root = shelf.index([known, image])
  const ledger = newLedger({ mountable: new Set([mounted.digest]) })
  for (const digest of digests(there, known)) ledger.has.add(digest)
  const bytes = { moved: 0, all: 0 }
  await copyGraph(shelf, ledger, root, {
    onBytes(count, isMoved) {
      bytes.all += count
      if (isMoved) bytes.moved += count
    },
  })
  expect(ledger.pushed).toHaveLength(4)
  expect(ledger.pushed).toContain(moved.digest)
  expect(bytes.all - bytes.moved).toBe(there.size + mounted.size)
  expect(bytes.moved).toBe(moved.size + 20 + image.size + root.size)
})

test('layers that live elsewhere are left there', async () => {
  const shelf = newShelf()
  const foreign = { ...shelf.layer(), urls: ['https://example.com/layer'] }
  const windows = {
    ...shelf.layer(),
    mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
  }
  for (const layer of [foreign, windows]) shelf.lose(layer)
  const root = shelf.image([foreign, windows])
  const ledger = newLedger()
  await copyGraph(shelf, ledger, root)
  expect(ledger.pushed).toHaveLength(2)
})

test("an index's children may be blobs, as in BuildKit's cache", async () => {
  const shelf = newShelf()
  const layer = shelf.layer()
  const root = shelf.index([layer])
  const ledger = newLedger()
  await copyGraph(shelf, ledger, root)
  expect(ledger.pushed).toEqual(digests(layer, root))
})

test('no more is under way than was said', async () => {
  const shelf = newShelf()
  const root = shelf.image(Array.from({ length: 30 }, () => shelf.layer()))
  const ledger = newLedger({ during: () => turn() })
  await copyGraph(shelf, ledger, root, { width: 3 })
  expect(ledger.busiest).toBe(3)
})

test.each([
  ['is lost', 'lose', /is lost/],
  ['is another', 'damage', /does not match the digest/],
] as const)('a manifest that %s ends it before anything refers to it', async (_, how, message) => {
  const shelf = newShelf()
  const image = shelf.image([shelf.layer()])
  const root = shelf.index([shelf.image([shelf.layer()]), image])
  shelf[how](image)
  const ledger = newLedger()
  const failed = copyGraph(shelf, ledger, root)
  await expect(failed).rejects.toThrow(message)
  await expect(failed).rejects.toMatchObject({ name: 'CopyError', descriptor: image })
  expect(ledger.has.has(root.digest)).toBe(false)
})

test('when one thing fails nothing is under way any more, and nothing more begins', async () => {
  const shelf = newShelf()
  const layers = Array.from({ length: 20 }, () => shelf.layer())
  const [first] = layers
  if (first) shelf.lose(first)
  let underWay = 0
  const ledger = newLedger({
    async during(descriptor) {
      if (descriptor === first) return
      underWay++
      await turn()
      underWay--
    },
  })
  const failed = copyGraph(shelf, ledger, shelf.image(layers), { width: 2 })
  await expect(failed).rejects.toBeInstanceOf(CopyError)
  expect(underWay).toBe(0)
  expect(ledger.pushed.length).toBeLessThan(4)
})

test('a signal ends it in the middle of a content', async () => {
  const shelf = newShelf()
  const layer = shelf.layer(10_000)
  const controller = new AbortController()
  let bytes = 0
  const copied = copyGraph(shelf, newLedger(), shelf.image([layer]), {
    signal: controller.signal,
    onBytes(count) {
      bytes += count
      if (bytes > 1_000) controller.abort(new Error('enough'))
    },
  })
  await expect(copied).rejects.toThrow('enough')
  expect(bytes).toBeLessThan(2_000)
})

test('one that was ended before does nothing', async () => {
  const shelf = newShelf()
  const ledger = newLedger()
  const signal = AbortSignal.abort(new Error('never mind'))
  await expect(copyGraph(shelf, ledger, shelf.image([]), { signal })).rejects.toThrow('never mind')
  expect(ledger.pushed).toEqual([])
})
