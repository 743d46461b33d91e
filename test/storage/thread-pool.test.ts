import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { TidyingResult, TidyingWork } from '../../server/storage/disk-tidying-work.ts'
import { createThreadPool } from '../../server/storage/thread-pool.ts'

type Works = readonly TidyingWork[]

const WORKER = '../../server/storage/disk-tidying-worker.ts'
const NOTHING: Works = [{ kind: 'read', files: [] }]

const TASKS = '/proc/self/task'
const threads = (): number => readdirSync(TASKS).length

describe.skipIf(!existsSync(TASKS))('threads that had nothing to do for a while', () => {
  test('end, and start again when there is something', async () => {
    const options = { most: 2, idle: 1 }
    const pool = createThreadPool<Works, readonly TidyingResult[]>(WORKER, import.meta.url, options)
    const before = threads()
    await Promise.all([pool.ask(NOTHING), pool.ask(NOTHING)])
    await expect.poll(threads).toBeLessThanOrEqual(before)
    expect(await pool.ask(NOTHING)).toHaveLength(1)
    await pool.close()
  })
})
