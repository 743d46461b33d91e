import { spawn, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { peakResident } from '../support/resident.ts'
import { fullSize, type Size } from './cases.ts'
import { type Bench, inFreshFolder } from './compare.ts'
import { type GcTree, layOutForGc } from './gc-tree.ts'
import { comparedRow, limitRow, type Row } from './table.ts'

/** Freeing space, beside `docker-registry garbage-collect` on the same folder. */
export const gcName = 'gc'

/** Least advantage in time, and megabytes at most. */
const TARGET = 2
const MEMORY = 300

const FULL: GcTree = { repositories: 10_000, tags: 5 }
const QUICK: GcTree = { repositories: 500, tags: 5 }

interface Ran {
  readonly seconds: number
  /** In MB. */
  readonly memory: number
}

/** Both free the same folder, from a copy of its names each. */
export async function measureGc(bench: Bench, size: Size, add: (row: Row) => void): Promise<void> {
  const tree = size === fullSize ? FULL : QUICK
  await inFreshFolder(bench.parent, async (folder) => {
    const root = join(folder, 'tree')
    layOutForGc(root, tree)
    const [program = '', cli = ''] = bench.sides.berth
    const peer = await onCopy(folder, 'peer', root, ['docker-registry', 'garbage-collect'])
    const berth = await onCopy(folder, 'berth', root, [program, cli, 'gc', '-q', '--grace', '0s'])
    const title = `gc of ${tree.repositories} repositories, ${tree.repositories * tree.tags} tags`
    const [ours, theirs] = [1 / berth.seconds, 1 / peer.seconds]
    add(
      comparedRow(
        { title: `${title}, runs a second`, unit: '/s', target: TARGET },
        [ours],
        [theirs],
      ),
    )
    add(limitRow(`${title}, memory`, berth.memory, 'MB', MEMORY, { rounds: [berth.memory] }))
  })
}

async function onCopy(
  folder: string,
  name: string,
  root: string,
  [program = '', ...args]: readonly string[],
): Promise<Ran> {
  const copy = join(folder, name)
  // Names alone: nothing writes into a file that is there.
  spawnSync('cp', ['-al', root, copy])
  const config = join(folder, `${name}.yml`)
  const lines = [
    `version: 0.1`,
    `storage: {filesystem: {rootdirectory: ${copy}}}`,
    'http: {addr: localhost:0}',
  ]
  await writeFile(config, `${lines.join('\n')}\n`)
  spawnSync('sync')
  return await timed(program, [...args, config])
}

async function timed(program: string, args: readonly string[]): Promise<Ran> {
  const since = performance.now()
  let memory = 0
  const child = spawn(program, args, { stdio: 'ignore' })
  const watch = setInterval(() => {
    if (child.pid !== undefined && child.exitCode === null) {
      memory = Math.max(memory, peakResident(child.pid) / 1e6 || 0)
    }
  }, 50)
  const code = await new Promise((resolve) => child.once('exit', resolve))
  clearInterval(watch)
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}`)
  return { seconds: (performance.now() - since) / 1_000, memory }
}
