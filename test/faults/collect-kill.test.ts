import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { layOutForGc } from '../bench/gc-tree.ts'
import { berth } from '../commands/berth.ts'
import { CLI } from '../support/cli.ts'
import { kill, spawnTethered } from '../support/child.ts'
import { temporaryFolder } from '../support/folder.ts'

const TREE = { repositories: 60, tags: 5 }
/** Every tenth image was deleted: three blobs of its own each. */
const GARBAGE = ((TREE.repositories * TREE.tags) / 10) * 3
const KILLS = 4

test(`space is freed in the end, and nothing else is lost, however often that is killed`, async () => {
  await using folder = await temporaryFolder('collect-kill')
  const { path } = folder
  layOutForGc(path, TREE)
  const before = await blobsIn(path)
  const gc = [CLI, 'gc', '--data', path, '--grace', '0s', '-q']
  for (let time = 0; time < KILLS; time++) {
    const child = spawnTethered(process.execPath, gc, { stdio: 'ignore' })
    // From before it begins until after its end, so that some of them are in its midst.
    await delay(300 + 180 * time)
    await kill(child)
    const checked = await berth(['check', '--data', path])
    expect(checked).toMatchObject({ code: 0, stderr: '' })
  }
  expect(await berth(['gc', '--data', path, '--grace', '0s'])).toMatchObject({ code: 0 })
  expect(before - (await blobsIn(path))).toBe(GARBAGE)
  expect((await berth(['gc', '--data', path, '--grace', '0s', '-q'])).stdout).toMatch(
    /^0 bytes freed/,
  )
}, 120_000)

async function blobsIn(path: string): Promise<number> {
  const names = await readdir(join(path, 'docker/registry/v2/blobs'), { recursive: true })
  return names.filter((name) => name.endsWith('/data')).length
}
