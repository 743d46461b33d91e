import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stop } from '../support/child.ts'
import { run } from '../support/command.ts'
import { peakResident } from '../support/resident.ts'
import { newShelf } from '../sync/image-in-memory.ts'
import { sourceFolder } from '../sync/source-folder.ts'
import { type Size, fullSize } from './cases.ts'
import { type Bench, inFreshFolder } from './compare.ts'
import { answering, launch } from './launch.ts'
import { comparedRow, limitRow, type Row } from './table.ts'

/** Bringing a docker-registry level, beside skopeo. */
export const syncName = 'sync'

interface SyncSize {
  readonly images: number
  readonly tags: number
  /** Bytes of each layer; of the one by which memory is measured. */
  readonly layer: number
  readonly large: number
}

const FULL: SyncSize = { images: 50, tags: 1_000, layer: 4_000_000, large: 1_000_000_000 }
const QUICK: SyncSize = { images: 20, tags: 200, layer: 1_000_000, large: 200_000_000 }
/** Least advantage, and megabytes of the command. */
const FIRST = 2
const AGAIN = 5
const MEMORY = 250
const LAYERS = 3

const CLI = fileURLToPath(new URL('../../dist/server/cli.js', import.meta.url))

/** A first sync, one of what is level already, and one of a large layer. */
export async function measureSync(
  bench: Bench,
  size: Size,
  add: (row: Row) => void,
): Promise<void> {
  const wanted = size === fullSize ? FULL : QUICK
  const { images, tags } = wanted
  await inFreshFolder(bench.parent, async (folder) => {
    const source = await fill(join(folder, 'source', 'root'), wanted)
    const first: Record<'berth' | 'peer', number[]> = { berth: [], peer: [] }
    const again: Record<'berth' | 'peer', number[]> = { berth: [], peer: [] }
    for (let round = 0; round < size.rounds; round++) {
      for (const side of ['peer', 'berth'] as const) {
        await using target = await freshTarget(bench, join(folder, `${side}-${round}`))
        await using way =
          side === 'berth' ? berthWay(folder) : await skopeoWay(bench, folder, wanted)
        first[side].push(images / (await seconds(() => way.sync(target.host, 'apps'))))
        await way.sync(target.host, 'many')
        again[side].push(tags / (await seconds(() => way.sync(target.host, 'many'))))
      }
    }
    const title = `first sync of ${images} images with ${LAYERS} shared layers, beside skopeo sync`
    add(comparedRow({ title, unit: 'images/s', target: FIRST }, first.berth, first.peer))
    const then = `sync of ${tags} tags that are level, beside skopeo sync`
    add(comparedRow({ title: then, unit: 'tags/s', target: AGAIN }, again.berth, again.peer))
    await using target = await freshTarget(bench, join(folder, 'large'))
    await source.put('large:v1', source.shelf.image([source.shelf.layer(wanted.large)]))
    const memory = await peakOf(syncArguments(folder, target.host, 'large'))
    const large = `resident memory of a sync of a layer of ${wanted.large / 1e6} MB`
    add(limitRow(large, memory / 1e6, 'MB', MEMORY, { rounds: [memory / 1e6] }))
  })
}

async function fill(folder: string, { images, tags, layer }: SyncSize) {
  await mkdir(folder, { recursive: true })
  const shelf = newShelf()
  const source = sourceFolder(folder, shelf)
  const put = (size: number) => shelf.put(randomBytes(size), LAYER)
  const shared = Array.from({ length: LAYERS }, () => put(layer))
  for (let at = 0; at < images; at++) {
    await source.put(`app${at}:v1`, shelf.image([...shared, put(10_000)]))
  }
  const image = shelf.image([put(1_000)])
  await source.put('many:t0', image)
  const names = Array.from({ length: tags - 1 }, (_, at) => `t${at + 1}`)
  await source.tag('many', image, names)
  return source
}

const LAYER = 'application/vnd.oci.image.layer.v1.tar'

async function freshTarget({ sides }: Bench, folder: string) {
  await mkdir(join(folder, 'root'), { recursive: true })
  const registry = await launch({ command: sides.peer, folder })
  await answering(registry)
  return {
    host: `127.0.0.1:${registry.port}`,
    [Symbol.asyncDispose]: () => stop(registry.child),
  }
}

/** How images get from the folder to a target. */
interface Way extends AsyncDisposable {
  sync(host: string, what: 'apps' | 'many'): Promise<void>
}

/** The command on the folder itself, which nobody serves. */
function berthWay(folder: string): Way {
  return {
    async sync(host, what) {
      const args = syncArguments(folder, host, what === 'apps' ? 'app*' : 'many')
      await run(process.execPath, args, { env: { XDG_CONFIG_HOME: folder } })
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

const names = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${at}`)

/** From a Berth that serves the folder; what starting it takes is not counted. */
async function skopeoWay(
  { sides }: Bench,
  folder: string,
  { images, tags }: SyncSize,
): Promise<Way> {
  const registry = await launch({ command: sides.berth, folder: join(folder, 'source') })
  await answering(registry)
  const apps = Object.fromEntries(names(images, 'app').map((name) => [name, ['v1']]))
  const wanted = { apps, many: { many: names(tags, 't') } }
  for (const [what, images] of Object.entries(wanted)) {
    const from = { [`127.0.0.1:${registry.port}`]: { 'tls-verify': false, images } }
    await writeFile(join(folder, `${what}.yml`), JSON.stringify(from))
  }
  return {
    async sync(host, what) {
      const options = ['--all', '--src', 'yaml', '--dest', 'docker', '--dest-tls-verify=false']
      const file = join(folder, `${what}.yml`)
      await run('skopeo', ['--insecure-policy', 'sync', ...options, file, host])
    },
    [Symbol.asyncDispose]: () => stop(registry.child),
  }
}

function syncArguments(folder: string, host: string, only: string): readonly string[] {
  const data = join(folder, 'source', 'root')
  return [CLI, 'sync', 'run', host, '--only', only, '--data', data]
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

async function peakOf(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  let peak = 0
  const timer = setInterval(() => {
    if (child.pid !== undefined) peak = Math.max(peak, peakResident(child.pid))
  }, 50)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(timer)
  if (code !== 0) throw new Error(`the sync ended with ${code}`)
  return peak
}
