import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openHistory } from '../../server/traffic/history.ts'
import type { Deed } from '../../server/traffic/visits.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { quietLog } from '../support/quiet-log.ts'

const { path: folder } = cleanUpAfterAll().use(await temporaryFolder('history'))
let files = 0
const newFile = (): string => join(folder, `${++files}.db`)

/** A log that keeps warnings. */
function warnings() {
  const kept: string[] = []
  const log = quietLog({ warn: (message) => void kept.push(message) })
  return { log, kept }
}

const deed = (change: Partial<Deed> = {}): Deed => ({
  at: 5,
  action: 'push',
  repository: 'team/api',
  ...change,
})
const log = quietLog()
const all = { limit: 500 }

test('keeps deeds whole, the newest first', async () => {
  const history = await openHistory(undefined, log)
  const full = deed({ tag: 'v1', digest: 'd', bytes: 1, seconds: 0.5, user: 'u', agent: 'a' })
  const [first, second] = [history.add(full), history.add(deed())]
  expect(first).toEqual({ id: 1, ...full })
  expect(history.list(all)).toEqual([second, first])
  history.close()
})

test('goes on after a restart', async () => {
  const file = newFile()
  const before = await openHistory(file, log)
  const old = before.add(deed())
  before.close()
  const after = await openHistory(file, log)
  const next = after.add(deed({ tag: 'v2' }))
  expect(next.id).toBe(old.id + 1)
  expect(after.list(all)).toEqual([next, old])
  after.close()
})

test('gives pages', async () => {
  const history = await openHistory(undefined, log)
  for (let count = 0; count < 5; count++) history.add(deed())
  const ids = (before?: number): number[] => history.list({ limit: 2, before }).map(({ id }) => id)
  expect([ids(), ids(4), ids(2), ids(1)]).toEqual([[5, 4], [3, 2], [1], []])
  history.close()
})

test.each([
  ['API', [1, 2]],
  ['team/api:v1', [1]],
  ['v2', [2]],
  ['zoë', [3]],
  ['%', []],
  ['', [1, 2, 3]],
])('finds %j in repository, tag and user', async (search, ids) => {
  const history = await openHistory(undefined, log)
  history.add(deed({ tag: 'v1' }))
  history.add(deed({ tag: 'v2', user: 'alice' }))
  history.add(deed({ repository: 'other', user: 'Zoë' }))
  expect(history.list({ ...all, search }).map(({ id }) => id)).toEqual(ids.toReversed())
  history.close()
})

test('keeps ten thousand', async () => {
  const history = await openHistory(undefined, log)
  for (let count = 0; count < 10_005; count++) history.add(deed())
  expect(history.list({ limit: 20_000 })).toHaveLength(10_000)
  expect(history.list({ limit: 500, before: 7 }).map(({ id }) => id)).toEqual([6])
  history.close()
})

test.each([
  ['no database', () => Buffer.from('what is this? '.repeat(1_000))],
  ['half of one', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
])('begins anew with a file that is %s', async (_what, damage) => {
  const file = newFile()
  const before = await openHistory(file, log)
  for (let count = 0; count < 1_000; count++) before.add(deed())
  before.close()
  await writeFile(file, damage(await readFile(file)))
  const after = await openHistory(file, log)
  expect(after.list(all)).toEqual([])
  after.add(deed())
  after.close()
  const again = await openHistory(file, log)
  expect(again.list(all)).toHaveLength(1)
  again.close()
})

test('is kept in memory where no file can be, and says so', async () => {
  const { log, kept } = warnings()
  const history = await openHistory(join(folder, 'nowhere', 'a.db'), log)
  history.add(deed())
  expect(history.list(all)).toHaveLength(1)
  expect(kept).toEqual(['the history of what happens will end with this process'])
  history.close()
})
