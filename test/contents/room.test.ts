import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openDatabase, type Database } from '../../server/contents/database.ts'
import { countDifferences } from '../../server/contents/differences.ts'
import { createIndexedImages } from '../../server/contents/indexed-images.ts'
import { createIndexedLayers } from '../../server/contents/indexed-layers.ts'
import { LIMITS } from '../../server/contents/limits.ts'
import { createRoom } from '../../server/contents/room.ts'
import { digestOf } from '../../server/oci/digest.ts'
import { temporaryFolder } from '../support/folder.ts'
import { archiveOf, file } from './archives.ts'

/** The index without its thread. */
async function openIndex(rows: number) {
  const folder = await temporaryFolder('room')
  const path = join(folder.path, 'contents.db')
  const { database } = openDatabase(path)
  const limits = { ...LIMITS, rows, inUse: -1_000 }
  const room = createRoom(database, limits, Date.now)
  const layers = createIndexedLayers(database, limits, room)
  const images = createIndexedImages(database, layers, room)

  /** An image of these archives, read and merged. */
  async function add(...archives: readonly Buffer[]) {
    for (const bytes of archives) {
      const id = layers.begin(digestOf(bytes)) ?? 0
      await layers.write(id, Buffer.from(bytes))
      await layers.end(id)
    }
    const digests = archives.map((bytes) => digestOf(bytes))
    const image = { digest: digestOf(Buffer.from(digests.join(' '))), layers: digests }
    for (const _ of digests) images.merge(image)
    return image
  }

  return {
    database,
    images,
    layers,
    room,
    path,
    add,
    async [Symbol.asyncDispose]() {
      database.close()
      await folder[Symbol.asyncDispose]()
    },
  }
}

const TABLES = ['layer', 'entry', 'path', 'image', 'image_layer', 'merged', 'below', 'difference']

function countRows(database: Database, tables = TABLES): Record<string, number> {
  const counts = tables.map((table) => {
    const row = database.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)
    return [table, row?.n ?? 0] as const
  })
  return Object.fromEntries(counts)
}

async function swept(database: Database): Promise<void> {
  while (database.get('SELECT 1 FROM gone')) await nextTurn()
  while (database.get<{ n: number }>('PRAGMA freelist_count')?.['freelist_count' as 'n']) {
    await nextTurn()
  }
}

const some = (folder: string, count: number): Buffer =>
  archiveOf(...Array.from({ length: count }, (_, n) => file(`shared/${folder}/${n}`)))

test('what goes leaves no rows, and what stays keeps its paths', async () => {
  await using at = await openIndex(50_000)
  await at.add(some('a', 3_000))
  const before = countRows(at.database)
  const other = await at.add(some('b', 3_000), archiveOf('.wh.shared'), some('c', 10))
  const third = await at.add(some('a', 3_000), some('d', 3_000))
  const pair = { a: at.images.whole(other) ?? 0, b: at.images.whole(third) ?? 0 }
  expect(countDifferences(at.database, pair).counts).toMatchObject({ added: 6_000 })
  for (const digest of [...other.layers, ...third.layers.slice(1)]) {
    at.room.dropLayer(at.layers.rowOf(digest)?.id ?? 0)
  }
  await swept(at.database)
  expect(countRows(at.database)).toStrictEqual(before)
  const refs = at.database.get<{ refs: number }>('SELECT sum(refs) AS refs FROM path')
  // One for each entry, and one that the root has of its own.
  expect(refs?.refs).toBe((before['entry'] ?? 0) + 1)
})

test('the index stays within its bound, and its file gets smaller again', async () => {
  await using at = await openIndex(10_000)
  await at.add(some('a', 4_000))
  const { size } = await stat(at.path)
  for (const folder of ['b', 'c', 'd', 'e', 'f', 'g', 'h']) await at.add(some(folder, 4_000))
  await swept(at.database)
  const { entry = 0, merged = 0, path = 0 } = countRows(at.database)
  expect(entry + merged).toBeLessThanOrEqual(10_000)
  expect(path).toBeLessThanOrEqual(10_000)
  at.database.all('PRAGMA wal_checkpoint(TRUNCATE)')
  expect((await stat(at.path)).size).toBeLessThan(4 * Math.max(size, 500_000))
})

test('what is read gets room', async () => {
  await using at = await openIndex(10_000)
  const old = await at.add(some('old', 4_000))
  const bytes = some('new', 4_000)
  const id = at.layers.begin(digestOf(bytes)) ?? 0
  await at.layers.write(id, Buffer.from(bytes))
  await at.layers.end(id)
  expect(at.layers.state(digestOf(bytes)).state).toBe('ready')
  expect(at.images.whole(old)).toBeUndefined()
})
