import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { azureCases, measureAzure } from './azure.ts'
import { cases, fullSize, quickSize, type Size } from './cases.ts'
import { type Bench, compare } from './compare.ts'
import { consoleCases, measureConsole } from './console.ts'
import { contentsName, measureContents } from './contents.ts'
import { gcName, measureGc } from './gc.ts'
import { limits } from './limits.ts'
import { startLoad } from './load-process.ts'
import { measureSync, syncName } from './sync.ts'
import { type Row, markdownTable } from './table.ts'

const usage = `npm run bench -- [options] [case…]

Measures Berth and a peer in turn and prints a table: Debian's docker-registry, or for the cases on Azure
(all of them: azure) Azure's own SDK on the same Azurite. The console (all of its cases: console) and looking
into a large image (contents) have no peer; bringing a registry level (sync) has skopeo.

  --quick        smaller sizes, one round
  --check        exit 1 when a target is missed
  --folder DIR   where to store (default: the system's temporary folder)
  --help
`

const azureNames = azureCases.map(({ name }) => name)
const consoleNames = [...limits, ...consoleCases]
  .map(({ name }) => name)
  .filter((name) => name.startsWith('console-'))
/** Names that stand for several cases. */
const groups: Readonly<Record<string, readonly string[]>> = {
  azure: azureNames,
  console: consoleNames,
}
/** What needs no peer. */
const alone: ReadonlySet<string> = new Set([...azureNames, ...consoleNames, contentsName])
const checkout = fileURLToPath(new URL('../..', import.meta.url))

process.exitCode = await main()

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      folder: { type: 'string', default: tmpdir() },
      help: { type: 'boolean', default: false },
    },
  })
  const size = values.quick ? quickSize : fullSize
  const known = [...cases(size), ...limits, ...consoleCases, ...azureCases].map(({ name }) => name)
  const names = [...known, contentsName, gcName, syncName]
  const asked = positionals.flatMap((name) => groups[name] ?? name)
  const unknown = asked.filter((name) => !names.includes(name))
  if (values.help || unknown.length > 0) {
    process.stdout.write(`${usage}\nCases: ${names.join(', ')}\n`)
    return values.help ? 0 : 2
  }
  const wanted = asked.length > 0 ? asked : names
  const problem = prepare(wanted.some((name) => !alone.has(name)))
  if (problem) {
    process.stderr.write(`${problem}\n`)
    return 1
  }
  const rows = await measureAll(values.folder, size, wanted)
  process.stdout.write(`\n${machine()}\n\n${markdownTable(rows)}\n`)
  return values.check && rows.some((row) => !row.reached) ? 1 : 0
}

/** Builds Berth and looks for the peer, if it is needed. What is missing, or nothing. */
function prepare(withPeer: boolean): string | undefined {
  if (withPeer && spawnSync('docker-registry', ['--version']).error) {
    return 'docker-registry is not installed: on Debian, apt-get install docker-registry.'
  }
  const built = spawnSync('npm', ['run', '-s', 'build'], { cwd: checkout, encoding: 'utf8' })
  return built.status === 0 ? undefined : `The build failed:\n${built.stdout}${built.stderr}`
}

async function measureAll(parent: string, size: Size, wanted: readonly string[]): Promise<Row[]> {
  const folder = mkdtempSync(join(parent, 'berth-bench-'))
  const load = startLoad()
  const bench: Bench = {
    load,
    parent: folder,
    sides: {
      berth: [process.execPath, join(checkout, 'dist/server/cli.js'), 'serve'],
      peer: ['docker-registry', 'serve'],
    },
  }
  const rows: Row[] = []
  const add = (row: Row) => {
    rows.push(row)
    process.stderr.write(`${row.title}: ${row.rounds} ${row.ratio}\n`)
  }
  try {
    for (const one of cases(size)) {
      if (wanted.includes(one.name)) add(await compare(bench, one, size.rounds))
    }
    for (const limit of limits) {
      if (wanted.includes(limit.name)) add(await limit.measure(bench, size))
    }
    await measureConsole(bench, size, wanted, add)
    if (wanted.includes(gcName)) await measureGc(bench, size, add)
    if (wanted.includes(contentsName)) await measureContents(bench, size, add)
    if (wanted.includes(syncName)) await measureSync(bench, size, add)
    await measureAzure(bench, size, wanted, add)
  } finally {
    load.end()
    rmSync(folder, { recursive: true, force: true })
  }
  return rows
}

function machine(): string {
  const memory = (totalmem() / 2 ** 30).toFixed(0)
  const asked = spawnSync('docker-registry', ['--version'], { encoding: 'utf8' })
  const version = asked.error ? '' : `, ${asked.stdout.trim()}`
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${memory} GiB memory,`,
    `Node ${process.versions.node}${version}`,
  ].join(' ')
}
