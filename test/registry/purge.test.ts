import { expect, test } from 'vitest'
import {
  repositoryPath,
  uploadData,
  uploadPath,
  uploadStarted,
} from '../../server/registry/layout.ts'
import { purgeUploads } from '../../server/registry/purge.ts'
import { APP, codeOf, OTHER, pushImage, servedDigest, uploadOf } from './content.ts'
import { write } from '../storage/bytes.ts'
import { openRegistry, type OpenedRegistry } from './opened-registry.ts'

const HOUR = 3_600_000

/** Purges as if it were `later` milliseconds from now. */
async function purge(at: OpenedRegistry, later: number, dryRun = false): Promise<string[]> {
  const options = { age: 24 * HOUR, dryRun, now: Date.now() + later }
  const purged = await Array.fromAsync(purgeUploads(at.driver, at.registry.catalog, options))
  return purged.map(({ repository, id }) => `${repository} ${id}`)
}

test('takes old uploads of every repository, and nothing else', async () => {
  await using at = await openRegistry()
  const digest = await pushImage(at.registry, 'config', 'v1')
  const ids = [
    await at.registry.uploads.start(APP),
    await at.registry.uploads.start(OTHER),
  ] as const
  await at.registry.uploads.append(APP, ids[0], uploadOf('half'))
  expect(await purge(at, 23 * HOUR)).toStrictEqual([])
  expect(await purge(at, 25 * HOUR)).toStrictEqual([`${OTHER} ${ids[1]}`, `${APP} ${ids[0]}`])
  const restarted = await at.restart()
  expect(await codeOf(restarted.uploads.status(APP, ids[0]))).toBe('BLOB_UPLOAD_UNKNOWN')
  expect(await purge(at, 25 * HOUR)).toStrictEqual([])
  expect(await servedDigest(at.registry, 'v1')).toBe(digest)
})

test('a dry run tells and takes nothing', async () => {
  await using at = await openRegistry()
  const id = await at.registry.uploads.start(APP)
  expect(await purge(at, 25 * HOUR, true)).toStrictEqual([`${APP} ${id}`])
  expect(await at.registry.uploads.status(APP, id)).toBe(0)
})

test('an old upload that still receives is not old', async () => {
  await using at = await openRegistry()
  const id = await at.registry.uploads.start(APP)
  await write(at.driver, uploadStarted(APP, id), Buffer.from('2020-01-01T00:00:00Z'))
  await at.registry.uploads.append(APP, id, uploadOf('now'))
  expect(await purge(at, 0)).toStrictEqual([])
  await at.driver.remove(uploadData(APP, id))
  expect(await purge(at, 0)).toStrictEqual([`${APP} ${id}`])
})

test.each(['', 'yesterday', '\0'])(
  'an upload whose start is %j counts from its bytes',
  async (text) => {
    await using at = await openRegistry()
    const id = await at.registry.uploads.start(APP)
    await write(at.driver, uploadStarted(APP, id), Buffer.from(text))
    expect(await purge(at, 25 * HOUR)).toStrictEqual([])
    await at.registry.uploads.append(APP, id, uploadOf('half'))
    expect(await purge(at, 23 * HOUR)).toStrictEqual([])
    expect(await purge(at, 25 * HOUR)).toStrictEqual([`${APP} ${id}`])
  },
)

test('what stands where an upload should does not stop it', async () => {
  await using at = await openRegistry()
  const id = await at.registry.uploads.start(APP)
  await write(at.driver, `${repositoryPath(APP)}/_uploads/0-file`, Buffer.from('x'))
  await write(at.driver, `${uploadPath(APP, '1-folder')}/startedat/x`, Buffer.from('x'))
  expect(await purge(at, 25 * HOUR)).toStrictEqual([`${APP} ${id}`])
})
